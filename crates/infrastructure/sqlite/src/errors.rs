//! What an error of `SQLite` means to a use case.

use sqlx::Error;
use thiserror::Error;
use thoughts_use_cases::storage::StorageError;

/// Primary result codes (<https://www.sqlite.org/rescode.html>).
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const IO_ERROR: u32 = 10;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;
const READ_ONLY: u32 = 8;
const NOT_A_DATABASE: u32 = 26;

/// No space is left for the database.
#[derive(Debug, Error)]
#[error("no space is left on the disk that holds the database")]
struct DiskFull(#[source] Error);

/// What kind of failure a result code names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Code {
    Busy,
    Io,
    Full,
    CannotOpen,
    NotADatabase,
    ReadOnly,
    Other,
}

/// The kind of failure behind an error of the database itself.
pub(crate) fn code(error: &Error) -> Option<Code> {
    let Error::Database(database) = error else {
        return None;
    };
    let extended: u32 = database.code()?.parse().ok()?;
    Some(match extended & 0xff {
        BUSY | LOCKED => Code::Busy,
        IO_ERROR => Code::Io,
        FULL => Code::Full,
        CANNOT_OPEN => Code::CannotOpen,
        NOT_A_DATABASE => Code::NotADatabase,
        READ_ONLY => Code::ReadOnly,
        _ => Code::Other,
    })
}

/// What a failed statement means to a use case.
pub(crate) fn failure(error: Error) -> StorageError {
    match &error {
        Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed | Error::Io(_) => {
            StorageError::Unavailable(error.into())
        }
        Error::Database(_) => match code(&error) {
            Some(Code::Busy) => StorageError::Conflict(error.into()),
            Some(Code::Io | Code::CannotOpen) => StorageError::Unavailable(error.into()),
            Some(Code::Full) => StorageError::Failed(DiskFull(error).into()),
            Some(Code::NotADatabase | Code::ReadOnly | Code::Other) | None => {
                StorageError::Failed(error.into())
            }
        },
        _ => StorageError::Failed(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use sqlx::ConnectOptions;
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;

    #[test]
    fn a_pool_that_gives_nothing_is_unavailable() {
        for error in [Error::PoolTimedOut, Error::PoolClosed, Error::WorkerCrashed] {
            assert!(matches!(failure(error), StorageError::Unavailable(_)));
        }
        assert!(matches!(
            failure(Error::RowNotFound),
            StorageError::Failed(_)
        ));
    }

    #[tokio::test]
    async fn a_full_disk_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut connection = SqliteConnectOptions::new()
            .filename(folder.path().join("small.db"))
            .create_if_missing(true)
            .pragma("max_page_count", "4")
            .connect()
            .await
            .expect("a connection");
        sqlx::query("CREATE TABLE filler (bytes BLOB)")
            .execute(&mut connection)
            .await
            .expect("a table");
        let error = sqlx::query("INSERT INTO filler VALUES (zeroblob(100000))")
            .execute(&mut connection)
            .await
            .expect_err("more than four pages");
        let StorageError::Failed(cause) = failure(error) else {
            panic!("another kind of failure");
        };
        assert!(cause.to_string().contains("no space is left"), "{cause}");
    }
}
