//! How a storage fails.

use std::error::Error;

use thiserror::Error;
use thoughts_domain::Inconsistency;

/// Where a cause comes from; it is logged once, at the boundary, and never shown to a client.
pub type Cause = Box<dyn Error + Send + Sync>;

/// How a storage fails.
#[derive(Debug, Error)]
pub enum StorageError {
    /// It cannot be reached, is overloaded, or did not answer in time. Nothing was written; the
    /// caller may try again later.
    #[error("the storage is unavailable")]
    Unavailable(#[source] Cause),
    /// Another unit of work stood in the way (deadlock, serialisation, lock timeout). Nothing was
    /// written; the caller may try again at once.
    #[error("the storage met a conflict")]
    Conflict(#[source] Cause),
    /// A row breaks a rule of the domain.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistency),
    /// Anything else: a full disk, a schema that does not fit, a fault of ours.
    #[error("the storage failed")]
    Failed(#[source] Cause),
}
