//! How a storage is.

use async_trait::async_trait;

use super::StorageError;

/// How the schema stands to what this program needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SchemaState {
    /// Every migration has been applied. Later ones of a newer program do no harm: schemas change
    /// by expanding first.
    Current,
    /// Migrations are missing.
    Behind {
        /// The first that is missing: its number and name.
        missing: String,
    },
}

/// Connections of the pool, for metrics.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PoolUsage {
    /// Open connections.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// The most that may be open.
    pub max: u32,
}

/// Tells how a storage is, for health and metrics.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait StorageProbe: Send + Sync {
    /// Asks the storage for its schema, and by that whether it answers.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when it does not answer within the pool's own time limit.
    async fn schema(&self) -> Result<SchemaState, StorageError>;

    /// The pool, without asking the storage.
    fn pool(&self) -> PoolUsage;
}
