//! What an error of sqlx means to a caller.

use sqlx::Error;
use thiserror::Error;
use thoughts_use_cases::storage::StorageError;

/// The server's disk is full: said in its own words, because only an operator can help.
#[derive(Debug, Error)]
#[error("the database's disk is full; free some space: nothing can be written until then")]
pub(crate) struct DiskFull(#[source] Error);

/// Sorts an error of sqlx by `SQLSTATE` (appendix A of `PostgreSQL`'s manual).
pub(crate) fn storage_error(error: Error) -> StorageError {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    match code.as_deref() {
        // Connection exceptions, shutdown and restart, a statement or idle transaction that took
        // too long, too many connections, out of memory, and a primary that became a standby.
        Some(code)
            if code.starts_with("08")
                || code.starts_with("57P")
                || matches!(
                    code,
                    "57014" | "25P03" | "25P04" | "53200" | "53300" | "53400" | "25006"
                ) =>
        {
            StorageError::Unavailable(Box::new(error))
        }
        // Serialisation failure, deadlock, lock not available in time.
        Some("40001" | "40P01" | "55P03") => StorageError::Conflict(Box::new(error)),
        Some("53100") => StorageError::Failed(Box::new(DiskFull(error))),
        Some(_) => StorageError::Failed(Box::new(error)),
        None => match error {
            Error::Io(_)
            | Error::Tls(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
            | Error::BeginFailed => StorageError::Unavailable(Box::new(error)),
            other => StorageError::Failed(Box::new(other)),
        },
    }
}
