//! The one struct behind every storage port.

use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use thoughts_use_cases::events::EventEncoder;

use crate::connection::{ConnectError, Pool, open_pool, unlimited};
use crate::migrations::{MigrateError, migrate};
use crate::options::PostgresOptions;
use crate::readers::Listener;

/// Every storage port on `PostgreSQL`.
pub struct PostgresStorage {
    pub(crate) pool: Pool,
    pub(crate) encoder: Arc<dyn EventEncoder>,
    /// How to connect past the pool and its limits.
    pub(crate) apart: PgConnectOptions,
    pub(crate) listener: Listener,
}

impl PostgresStorage {
    /// Connects. The schema is not looked at: that is for
    /// [`thoughts_use_cases::storage::StorageProbe::schema`].
    pub async fn connect(
        options: &PostgresOptions,
        encoder: Arc<dyn EventEncoder>,
    ) -> Result<Self, ConnectError> {
        Ok(Self {
            pool: open_pool(options).await?,
            encoder,
            apart: unlimited(options)?,
            listener: Listener::default(),
        })
    }

    /// Applies the migrations that are missing, under an advisory lock: two that migrate at once
    /// wait for each other. A step of its own (`thoughts migrate`); a replica only looks.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        migrate(self.apart.clone()).await
    }

    /// Closes every connection, after those in use have come back.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
