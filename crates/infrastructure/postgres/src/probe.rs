//! How the storage is.

use async_trait::async_trait;
use thoughts_use_cases::storage::{PoolUsage, SchemaState, StorageError, StorageProbe};

use crate::errors::storage_error;
use crate::migrations;
use crate::storage::PostgresStorage;

#[async_trait]
impl StorageProbe for PostgresStorage {
    async fn schema(&self) -> Result<SchemaState, StorageError> {
        let mut connection = self.pool.acquire().await.map_err(storage_error)?;
        let state = migrations::state(&mut connection)
            .await
            .map_err(storage_error)?;
        connection.settle();
        Ok(state)
    }

    fn pool(&self) -> PoolUsage {
        let (open, idle) = self.pool.open_and_idle();
        PoolUsage {
            open,
            idle,
            max: self.pool.size(),
        }
    }
}
