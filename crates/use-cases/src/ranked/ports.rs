//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::ids::RankingId;
use thoughts_domain::time::Timestamp;

use crate::paging::{Page, RankKey};
use crate::storage::StorageError;

/// How old the newest generation of a ranked list may be before a first page makes another.
pub const RANKING_FRESHNESS: std::time::Duration = std::time::Duration::from_secs(30);

/// How long a generation is kept for those who page through it.
pub const RANKING_RETENTION: std::time::Duration = std::time::Duration::from_mins(10);

/// A page of a ranked list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Ranked<T> {
    /// The page.
    Page(Page<T, RankKey>),
    /// The generation is no longer kept, or is of another list.
    Expired,
}

/// Where generations are kept: each a list of members in order, by an id of its own, of a scope
/// that says which list it is. They go when their time is over, by
/// [`crate::storage::Housekeeping`].
#[async_trait]
pub trait RankedLists: Send + Sync {
    /// The members of a generation; none when it is of another scope, was made before `oldest`,
    /// or is not kept.
    ///
    /// # Errors
    /// Those of the storage.
    async fn generation(
        &self,
        scope: &str,
        id: RankingId,
        oldest: Timestamp,
    ) -> Result<Option<Vec<String>>, StorageError>;

    /// The newest generation of a scope and its members; none when all were made before `oldest`.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for an id that is none.
    async fn newest(
        &self,
        scope: &str,
        oldest: Timestamp,
    ) -> Result<Option<(RankingId, Vec<String>)>, StorageError>;

    /// Keeps a generation that was made at `now`. `scope` takes up to 2,400 bytes.
    ///
    /// # Errors
    /// Those of the storage.
    async fn keep(
        &self,
        scope: &str,
        id: RankingId,
        members: &[String],
        now: Timestamp,
    ) -> Result<(), StorageError>;
}
