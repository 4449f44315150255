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
        migrations::state(&mut connection)
            .await
            .map_err(storage_error)
    }

    fn pool(&self) -> PoolUsage {
        PoolUsage {
            open: self.pool.size(),
            idle: u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX),
            max: self.pool.options().get_max_connections(),
        }
    }
}
