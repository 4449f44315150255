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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::error::Error as StdError;

    use sqlx::error::{DatabaseError, ErrorKind};

    use super::*;

    /// A server's answer that is nothing but its code: several of these cannot be brought about
    /// in a test (a full disk, a server that shuts down at this very moment).
    #[derive(Debug, Error)]
    #[error("SQLSTATE {0}")]
    struct Told(&'static str);

    impl DatabaseError for Told {
        fn message(&self) -> &str {
            self.0
        }

        fn code(&self) -> Option<Cow<'_, str>> {
            Some(Cow::Borrowed(self.0))
        }

        fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
            self
        }

        fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
            self
        }

        fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
            self
        }

        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    fn told(code: &'static str) -> StorageError {
        storage_error(Error::Database(Box::new(Told(code))))
    }

    #[test]
    fn what_passes_by_itself_is_unavailable() {
        for code in [
            "08006", "57P01", "57P03", "57014", "25P03", "53200", "53300", "25006",
        ] {
            assert!(matches!(told(code), StorageError::Unavailable(_)), "{code}");
        }
        for error in [Error::PoolTimedOut, Error::PoolClosed, Error::WorkerCrashed] {
            assert!(matches!(storage_error(error), StorageError::Unavailable(_)));
        }
    }

    #[test]
    fn what_another_stood_in_the_way_of_is_a_conflict() {
        for code in ["40001", "40P01", "55P03"] {
            assert!(matches!(told(code), StorageError::Conflict(_)), "{code}");
        }
    }

    #[test]
    fn anything_else_failed_and_a_full_disk_says_so() {
        assert!(matches!(told("42P01"), StorageError::Failed(_)));
        let StorageError::Failed(cause) = told("53100") else {
            panic!("a full disk is a failure");
        };
        assert!(cause.to_string().contains("free some space"), "{cause}");
    }
}
