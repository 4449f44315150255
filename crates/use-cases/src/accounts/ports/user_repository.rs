//! Users within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{DisplayName, Handle, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::posts::Mentioned;
use thoughts_domain::time::Timestamp;

use super::PasswordHash;
use crate::accounts::OwnAccountView;
use crate::storage::StorageError;

/// What came of inserting a user.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UserInsertion {
    /// The user is there.
    Inserted,
    /// Somebody has the handle. Said first when both are taken.
    HandleTaken,
    /// Somebody has the address.
    EmailTaken,
}

/// What an erased account is called where its content stays.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ErasedName {
    /// A handle that leads nowhere.
    pub handle: Handle,
    /// What is shown.
    pub display_name: DisplayName,
}

/// Users within a unit of work. Accounts that were erased are not there for any method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait UserRepository: Send {
    /// Inserts a user. A taken handle or address leaves the unit of work usable. Without a
    /// password nobody can log in by one.
    ///
    /// # Errors
    /// Those of the storage.
    async fn insert(
        &mut self,
        user: &User,
        password: Option<PasswordHash>,
    ) -> Result<UserInsertion, StorageError>;

    /// Reads a user and locks it until the unit of work ends.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StorageError>;

    /// Like [`Self::lock`], by handle; for commands of operators.
    ///
    /// # Errors
    /// As for [`Self::lock`].
    async fn lock_by_handle(&mut self, handle: &Handle) -> Result<Option<User>, StorageError>;

    /// Keeps a user from being erased until the unit of work ends; others may hold it too.
    /// False when there is none.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hold(&mut self, id: UserId) -> Result<bool, StorageError>;

    /// Writes the profile, settings and version of a locked user.
    ///
    /// # Errors
    /// Those of the storage.
    async fn update_profile(&mut self, user: &User) -> Result<(), StorageError>;

    /// Writes role, suspension and version of a locked user, and notes in the ledger that his
    /// standing changed, from which every replica learns it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn update_standing(&mut self, user: &User, now: Timestamp) -> Result<(), StorageError>;

    /// The owner's view of an account, as this unit of work sees it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn view(&mut self, id: UserId) -> Result<Option<OwnAccountView>, StorageError>;

    /// Those of `handles` (lower case, without `@`) that somebody has, in the same order.
    ///
    /// # Errors
    /// Those of the storage.
    async fn resolve_handles(&mut self, handles: &[String])
    -> Result<Vec<Mentioned>, StorageError>;

    /// Erases a locked user: all that is personal goes from his row, which stands under `name`
    /// from then on, and the handle and address are free again. Of identities at outside providers
    /// nothing stays but when they were erased, and the ledger notes that he is gone. What he wrote, his relations, sessions, answers and
    /// events are not touched: their own repositories do that.
    ///
    /// # Errors
    /// Those of the storage.
    async fn erase(
        &mut self,
        id: UserId,
        name: &ErasedName,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Removes the row of an erased user who has left nothing; nothing happens when it is not
    /// there.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Failed`] while something of his is there.
    async fn remove(&mut self, id: UserId) -> Result<(), StorageError>;
}
