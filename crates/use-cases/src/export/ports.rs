//! The port of this room.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;

use crate::storage::StorageError;

/// A row of a section.
pub trait ExportRow: Clone + Send + Sync + 'static {
    /// Where a row stands in the order of its section.
    type Key: Clone + Send + Sync + 'static;

    /// Where this row stands.
    fn key(&self) -> Self::Key;
}

/// What one room holds about a user.
#[async_trait]
pub trait ExportSection<R: ExportRow>: Send + Sync {
    /// The rows after `after` (from the first without it), at most `limit`, in the section's
    /// order, in one statement. Fewer than `limit` are the last ones. A walk shows every row that
    /// stood before it began and still stands when it comes there, once; rows that come and go
    /// meanwhile may be there or not.
    ///
    /// # Errors
    /// Those of the storage.
    async fn rows(
        &self,
        user: UserId,
        after: Option<R::Key>,
        limit: u32,
    ) -> Result<Vec<R>, StorageError>;
}
