//! Where units of work begin.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_use_cases::storage::{StorageError, Store, UnitOfWork};

use crate::errors::storage_error;
use crate::storage::PostgresStorage;
use crate::transaction;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl Store for PostgresStorage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let transaction = transaction::begin(&self.pool)
            .await
            .map_err(storage_error)?;
        Ok(Box::new(PostgresUnitOfWork {
            transaction,
            encoder: Arc::clone(&self.encoder),
        }))
    }
}
