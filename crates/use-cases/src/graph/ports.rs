//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;

use super::RelatedUser;
use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey};
use crate::storage::StorageError;

/// The versions of two locked users.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LockedPair {
    /// The version of the first.
    pub one: u32,
    /// The version of the second.
    pub other: u32,
}

/// Relations within a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GraphRepository: Send {
    /// Locks two different users until the unit of work ends, in an order that never deadlocks, so
    /// that what is between them changes in one place at a time. None when one is not there.
    ///
    /// # Errors
    /// Those of the storage.
    async fn lock_pair(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<Option<LockedPair>, StorageError>;

    /// Whether either of two blocks the other.
    ///
    /// # Errors
    /// Those of the storage.
    async fn is_blocked_between(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<bool, StorageError>;

    /// Writes a relation of a locked pair, and counts a follow for both. False, and nothing
    /// written, when it is there already.
    ///
    /// # Errors
    /// Those of the storage.
    async fn begin(&mut self, relation: &Relation) -> Result<bool, StorageError>;

    /// Removes a relation of a locked pair, counts a follow off both, and returns it. None when
    /// there is none.
    ///
    /// # Errors
    /// Those of the storage.
    async fn end(
        &mut self,
        kind: RelationKind,
        from: UserId,
        to: UserId,
    ) -> Result<Option<Relation>, StorageError>;

    /// Removes up to `limit` relations that a user has with others or others with him, of any
    /// kind, and counts follows off the others. Returns how many went; fewer than `limit` means
    /// that none is left. For the erasure of an account.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError>;
}

/// Reads of the graph, each newest first. Erased accounts are in no list.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GraphQueries: Send + Sync {
    /// Who follows `user`. None when `user` is not there for `viewer`; those who are not there
    /// for `viewer` are left out.
    ///
    /// # Errors
    /// Those of the storage.
    async fn followers(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<RelatedUser, TimeKey>>>, StorageError>;

    /// Whom `user` follows; otherwise as [`Self::followers`].
    ///
    /// # Errors
    /// Those of the storage.
    async fn following(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<RelatedUser, TimeKey>>>, StorageError>;

    /// Whom `user` blocks.
    ///
    /// # Errors
    /// Those of the storage.
    async fn blocks(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<RelatedUser, TimeKey>>, StorageError>;

    /// Whom `user` mutes.
    ///
    /// # Errors
    /// Those of the storage.
    async fn mutes(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<RelatedUser, TimeKey>>, StorageError>;
}
