//! The storage: a pool that writes, a pool that reads.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Sqlite, SqlitePool, Transaction};
use thoughts_use_cases::events::EventEncoder;
use thoughts_use_cases::storage::{StorageError, Store, UnitOfWork};

use crate::connection::{InstanceLock, OpenError, SqliteOptions, default_readers, open_pools};
use crate::discovery::erase_what_is_deleted;
use crate::errors::failure;
use crate::readers::Led;
use crate::room::make_room;
use crate::unit_of_work::SqliteUnitOfWork;

/// Every storage port on one `SQLite` file.
pub struct SqliteStorage {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(crate) encoder: Arc<dyn EventEncoder>,
    /// The readers of the log that this process leads.
    pub(crate) led: Led,
    /// Released when the storage is dropped, or when the process ends, however it ends.
    _lock: Option<InstanceLock>,
}

impl SqliteStorage {
    /// Opens the file, and makes it and its folder when they are missing. The schema is left as it
    /// is: see [`Self::migrate`].
    ///
    /// # Errors
    /// [`OpenError`], whose text tells an operator what to do.
    pub async fn open(
        options: &SqliteOptions,
        encoder: Arc<dyn EventEncoder>,
    ) -> Result<Self, OpenError> {
        Self::open_with_readers(options, default_readers(), encoder).await
    }

    /// Like [`Self::open`], with at most `max_readers` connections that read (four for each core
    /// unless told; at least one) beside the one that writes.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub async fn open_with_readers(
        options: &SqliteOptions,
        max_readers: u32,
        encoder: Arc<dyn EventEncoder>,
    ) -> Result<Self, OpenError> {
        let (pools, lock) = open_pools(options, max_readers).await?;
        Ok(Self {
            writer: pools.writer,
            readers: pools.readers,
            encoder,
            led: Led::default(),
            _lock: lock,
        })
    }

    /// Applies the migrations that are missing. Those of a newer program are left alone.
    ///
    /// # Errors
    /// [`StorageError::Failed`] when one cannot be applied or differs from what was applied.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        migrator()
            .run(&self.writer)
            .await
            .map_err(|error| match error {
                MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                    failure(error)
                }
                other => StorageError::Failed(other.into()),
            })?;
        erase_what_is_deleted(&self.writer).await
    }

    /// Takes the writer, and with it the file's write lock.
    pub(crate) async fn begin_write(&self) -> Result<Transaction<'static, Sqlite>, StorageError> {
        let writer = self.writer.clone();
        // A task of its own, so that a caller who gives up cannot drop BEGIN half-way and leave
        // the one writer inside of a transaction; what nobody takes is rolled back by its drop.
        // The driver of SQLite takes back an unheard BEGIN itself; this does not depend on it.
        tokio::spawn(async move { writer.begin_with("BEGIN IMMEDIATE").await })
            .await
            .map_err(|panic| StorageError::Failed(panic.into()))?
            .map_err(failure)
    }

    /// Waits for what is under way and closes all connections.
    pub async fn close(&self) {
        // Readers first: the last connection to close folds the write-ahead log into the file,
        // and only a writer can.
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The migrations that this program needs.
pub(crate) fn migrator() -> Migrator {
    let mut migrator = sqlx::migrate!();
    migrator.set_ignore_missing(true);
    migrator
}

#[async_trait]
impl Store for SqliteStorage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let transaction = self.begin_write().await?;
        let encoder = Arc::clone(&self.encoder);
        Ok(Box::new(SqliteUnitOfWork::new(transaction, encoder)))
    }

    /// The room stays with the process: who takes one step of a rebuild takes many.
    async fn begin_bulk(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        make_room(&self.writer).await?;
        self.begin().await
    }
}
