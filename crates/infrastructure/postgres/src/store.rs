//! Where units of work begin.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::query_scalar;
use thoughts_use_cases::storage::{StorageError, Store, UnitOfWork};

use crate::errors::storage_error;
use crate::storage::PostgresStorage;
use crate::transaction;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl Store for PostgresStorage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        Ok(Box::new(self.open().await.map_err(storage_error)?))
    }

    async fn begin_bulk(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let mut work = self.open().await.map_err(storage_error)?;
        prepare_for_many(&mut work).await.map_err(storage_error)?;
        Ok(Box::new(work))
    }
}

impl PostgresStorage {
    async fn open(&self) -> Result<PostgresUnitOfWork, sqlx::Error> {
        Ok(PostgresUnitOfWork {
            transaction: transaction::begin(&self.pool).await?,
            encoder: Arc::clone(&self.encoder),
            filling: false,
        })
    }
}

/// A plan is made once for each connection, perhaps while a table is still empty that the next
/// steps fill: without this, each of them would go over all that those before it have made.
async fn prepare_for_many(work: &mut PostgresUnitOfWork) -> Result<(), sqlx::Error> {
    query_scalar!(
        r#"SELECT concat(set_config('statement_timeout', '60s', true),
            set_config('enable_seqscan', 'off', true)) AS "set!""#
    )
    .fetch_one(work.connection())
    .await?;
    Ok(())
}
