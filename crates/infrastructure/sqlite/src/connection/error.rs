//! Why the file cannot be opened.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::errors::{Code, code};

/// Why the file cannot be opened; each text is one line that tells an operator what to do.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The URL names no file.
    #[error("'{url}' is not a usable SQLite URL ({reason}); use sqlite://path/to/file.db")]
    InvalidUrl {
        /// The URL.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process serves the file.
    #[error(
        "the database {} is in use by another process; stop it, or use another DATABASE_URL",
        path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The folder cannot be made or written to.
    #[error(
        "the folder {} cannot be written to ({reason}); create it or grant write permission",
        path.display()
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system says.
        reason: io::Error,
    },
    /// The file cannot be opened for writing.
    #[error(
        "the database {} cannot be opened for writing; check that it is a file and its permissions",
        path.display()
    )]
    Unwritable {
        /// The file.
        path: PathBuf,
    },
    /// The file holds something else.
    #[error(
        "{} is not an SQLite database; move it away, or use another DATABASE_URL",
        path.display()
    )]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// No space is left.
    #[error("the disk that holds {} is full; free some space", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// Anything else.
    #[error("the database {} cannot be opened: {source}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What `SQLite` says.
        source: sqlx::Error,
    },
}

impl OpenError {
    /// What an error of the first statements means.
    pub(super) fn of(path: &Path, source: sqlx::Error) -> Self {
        let path = path.to_owned();
        match code(&source) {
            Some(Code::CannotOpen | Code::ReadOnly) => Self::Unwritable { path },
            Some(Code::NotADatabase) => Self::NotADatabase { path },
            Some(Code::Full) => Self::DiskFull { path },
            Some(Code::Busy | Code::Io | Code::Other) | None => Self::Other { path, source },
        }
    }
}
