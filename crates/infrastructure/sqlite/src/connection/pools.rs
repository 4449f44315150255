//! The two pools.

use std::fs;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, SqlitePool};

use super::lock::folder;
use super::{InstanceLock, OpenError, SqliteOptions};

/// How long a caller waits for a connection before he is told to come back.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// How long a statement waits for a lock that another process holds (`seed`, `check`).
const BUSY_TIMEOUT: Duration = Duration::from_secs(3);

/// Readers for each core: a few more than can run, because some wait for the disk.
const READERS_PER_CORE: u32 = 4;

/// One connection that writes, several that read.
pub(crate) struct Pools {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

/// Opens both pools and, when asked to, locks the file for this process.
pub(crate) async fn open_pools(
    options: &SqliteOptions,
    max_readers: u32,
) -> Result<(Pools, Option<InstanceLock>), OpenError> {
    let (path, connect) = options.parse()?;
    fs::create_dir_all(folder(&path)).map_err(|reason| OpenError::Folder {
        path: folder(&path).to_owned(),
        reason,
    })?;
    let lock = options
        .exclusive
        .then(|| InstanceLock::take(&path))
        .transpose()?;
    let connect = connect.busy_timeout(BUSY_TIMEOUT).foreign_keys(true);

    // The writer first: it makes the file and turns WAL on, which a reader cannot.
    let writer = writer_pool(connect.clone())
        .await
        .map_err(|error| OpenError::of(&path, error))?;
    let readers = reader_pool(connect, max_readers);
    Ok((Pools { writer, readers }, lock))
}

async fn writer_pool(connect: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let connect = connect
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL would lose the last commits of WAL when the power goes.
        .synchronous(SqliteSynchronous::Full)
        // What is erased is overwritten, and not only forgotten where it was.
        .pragma("secure_delete", "ON");
    // Once without the pool, which would hide the cause of a failure behind its timeout.
    SqliteConnection::connect_with(&connect)
        .await?
        .close()
        .await?;
    SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // After an error that rolls back by itself (a full disk) sqlx believes that the
        // transaction is still open and refuses every later one: such a connection goes.
        .after_release(|connection, _| {
            Box::pin(async move {
                // The rollback of a dropped transaction is queued before this.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(connect)
        .await
}

/// As many readers as a storage opens unless it is told.
pub(crate) fn default_readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    READERS_PER_CORE.saturating_mul(u32::try_from(cores).unwrap_or(1))
}

fn reader_pool(connect: SqliteConnectOptions, max_readers: u32) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(max_readers.max(1))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(connect.create_if_missing(false).read_only(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// <https://www.sqlite.org/pragma.html#pragma_synchronous>
    const FULL: i64 = 2;

    async fn pools(folder: &tempfile::TempDir) -> Pools {
        let options = SqliteOptions {
            url: format!("sqlite://{}/thoughts.db", folder.path().display()),
            exclusive: false,
        };
        let (pools, _) = open_pools(&options, 2).await.expect("pools");
        sqlx::migrate!().run(&pools.writer).await.expect("schema");
        pools
    }

    async fn settings(pool: &SqlitePool) -> (String, i64, i64, i64) {
        let journal = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool);
        let synchronous = sqlx::query_scalar("PRAGMA synchronous").fetch_one(pool);
        let keys = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(pool);
        let patience = sqlx::query_scalar("PRAGMA busy_timeout").fetch_one(pool);
        (
            journal.await.expect("journal"),
            synchronous.await.expect("synchronous"),
            keys.await.expect("keys"),
            patience.await.expect("patience"),
        )
    }

    #[tokio::test]
    async fn what_is_acknowledged_is_synced() {
        let folder = tempfile::tempdir().expect("a folder");
        let pools = pools(&folder).await;
        assert_eq!(
            settings(&pools.writer).await,
            ("wal".to_owned(), FULL, 1, 3_000)
        );
        assert_eq!(settings(&pools.readers).await.0, "wal");
        assert_eq!(pools.writer.options().get_max_connections(), 1);
    }

    #[tokio::test]
    async fn what_is_deleted_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let pools = pools(&folder).await;
        let overwrites: i64 = sqlx::query_scalar("PRAGMA secure_delete")
            .fetch_one(&pools.writer)
            .await
            .expect("an answer");
        assert_eq!(overwrites, 1);
    }

    #[tokio::test]
    async fn readers_cannot_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let pools = pools(&folder).await;
        let written = sqlx::query("UPDATE event_head SET position = 7")
            .execute(&pools.readers)
            .await;
        let message = written.expect_err("a read-only connection").to_string();
        assert!(message.contains("readonly"), "{message}");
    }

    /// Some errors, a full disk among them, end the transaction without sqlx being told.
    #[tokio::test]
    async fn a_transaction_that_sqlite_ended_by_itself_does_not_cost_the_writer() {
        let folder = tempfile::tempdir().expect("a folder");
        let pools = pools(&folder).await;
        for _ in 0..3 {
            let mut transaction = pools
                .writer
                .begin_with("BEGIN IMMEDIATE")
                .await
                .expect("a transaction");
            let failed = sqlx::query("INSERT OR ROLLBACK INTO event_head VALUES (1, 0, 'x')")
                .execute(&mut *transaction)
                .await;
            assert!(failed.is_err());
        }
        let transaction = pools.writer.begin_with("BEGIN IMMEDIATE").await;
        assert!(transaction.is_ok());
    }
}
