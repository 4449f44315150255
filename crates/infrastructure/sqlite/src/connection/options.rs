//! Where the file is.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;

use super::OpenError;

/// Where the file is, and whether others may use it too.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SqliteOptions {
    /// `sqlite://path`, relative to the working directory or absolute (`sqlite:///var/x.db`).
    pub url: String,
    /// Whether this process is to be the only one that serves the file. Commands that run beside
    /// it leave this out.
    pub exclusive: bool,
}

impl SqliteOptions {
    /// The file, and what the URL says beside it.
    pub(super) fn parse(&self) -> Result<(PathBuf, SqliteConnectOptions), OpenError> {
        let refused = |reason: String| OpenError::InvalidUrl {
            url: self.url.clone(),
            reason,
        };
        let options = SqliteConnectOptions::from_str(&self.url)
            .map_err(|error| refused(error.to_string()))?;
        let path = options.get_filename().to_owned();
        // Each connection would see a memory of its own.
        if self.url.contains(":memory:") || self.url.contains("mode=memory") {
            return Err(refused("a database in memory cannot be shared".to_owned()));
        }
        if path.file_name().is_none() {
            return Err(refused("it names no file".to_owned()));
        }
        Ok((path, options))
    }
}
