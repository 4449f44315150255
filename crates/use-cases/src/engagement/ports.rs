//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::engagement::{Reacted, Reaction};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;

use super::{BookmarkedPost, ReactingUser};
use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey};
use crate::storage::StorageError;

/// What came of reacting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reacting {
    /// It is written, and was not there before.
    Begun(Reacted),
    /// It is there already; nothing was written.
    There,
    /// The post or comment is not there for him, or he is gone himself; nothing was written.
    NotFound,
}

/// Reactions within a unit of work. Counters are exact after its commit, however many react to
/// one post at once, and nobody waits for another's commit.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EngagementRepository: Send {
    /// Writes a reaction and counts it. What a block between `by` and the author hides, and a
    /// tombstone, are not there.
    ///
    /// # Errors
    /// Those of the storage.
    async fn begin(
        &mut self,
        reaction: Reaction,
        by: UserId,
        now: Timestamp,
    ) -> Result<Reacting, StorageError>;

    /// Removes a reaction, through a block too, counts it off, and returns it. None when there is
    /// none.
    ///
    /// # Errors
    /// Those of the storage.
    async fn end(
        &mut self,
        reaction: Reaction,
        by: UserId,
    ) -> Result<Option<Reacted>, StorageError>;

    /// Removes up to `limit` reactions of a user, of any kind, and counts them off. Returns how
    /// many went; fewer than `limit` means that none is left. For the erasure of an account.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError>;

    /// Removes up to `limit` reactions of anybody to a post and to the comments on it, and counts
    /// them off. Returns how many went; fewer than `limit` means that none is left. What is on a
    /// post goes with it; this is for one that many have reacted to.
    ///
    /// # Errors
    /// Those of the storage.
    async fn strip_post(&mut self, post: PostId, limit: u32) -> Result<u32, StorageError>;

    /// The same of a comment alone.
    ///
    /// # Errors
    /// Those of the storage.
    async fn strip_comment(&mut self, comment: CommentId, limit: u32) -> Result<u32, StorageError>;
}

/// Reads of who reacted to what, each newest first. Who is not there for `viewer` is left out; erased
/// accounts are in no list.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EngagementQueries: Send + Sync {
    /// Who likes a post. None when it is not there for `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn likes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<ReactingUser, TimeKey>>>, StorageError>;

    /// Who reposted a post; otherwise as [`Self::likes`].
    ///
    /// # Errors
    /// Those of the storage.
    async fn reposts(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<ReactingUser, TimeKey>>>, StorageError>;

    /// What `user` keeps, what he kept last first, as he may see it himself: posts of those whom he
    /// blocks or mutes, or who block him, are left out for as long as they do.
    ///
    /// # Errors
    /// Those of the storage.
    async fn bookmarks(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<BookmarkedPost, TimeKey>>, StorageError>;
}

/// Brings counters together where a storage counts beside them while many react at once.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CounterFolding: Send + Sync {
    /// Adds to the counters of up to `limit` posts what was counted beside them, and returns how
    /// many there were; nobody who reads sees a difference. Safe to run twice at once. A storage
    /// that counts in place has nothing to do.
    ///
    /// # Errors
    /// Those of the storage.
    async fn fold(&self, limit: u32) -> Result<u32, StorageError>;
}
