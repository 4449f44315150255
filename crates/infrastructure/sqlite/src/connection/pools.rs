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
    let readers = reader_pool(connect);
    Ok((Pools { writer, readers }, lock))
}

async fn writer_pool(connect: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let connect = connect
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL would lose the last commits of WAL when the power goes.
        .synchronous(SqliteSynchronous::Full);
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

fn reader_pool(connect: SqliteConnectOptions) -> SqlitePool {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    SqlitePoolOptions::new()
        .max_connections(READERS_PER_CORE.saturating_mul(u32::try_from(cores).unwrap_or(1)))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(connect.create_if_missing(false).read_only(true))
}
