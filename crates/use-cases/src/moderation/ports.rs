//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::moderation::Entry;

use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey};
use crate::storage::StorageError;

/// The moderation log within a unit of work: it is only added to.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ModerationLog: Send {
    /// Adds a line about what is `owner`'s, or about himself.
    ///
    /// # Errors
    /// Those of the storage.
    async fn append(&mut self, entry: &Entry, owner: UserId) -> Result<(), StorageError>;

    /// Forgets the reasons of all lines about a user who is erased, and about what he wrote: they
    /// may tell of him. The lines stay.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget_reasons(&mut self, user: UserId) -> Result<(), StorageError>;
}

/// Reads of the moderation log.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ModerationQueries: Send + Sync {
    /// The lines of the log, newest first.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn log(
        &self,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<Entry, TimeKey>>, StorageError>;
}
