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
    /// Inserts a user. A taken handle or address leaves the unit of work usable. A handle is taken
    /// too while it is kept for who gave it up. Without a password nobody can log in by one.
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

    /// Gives a locked user another handle, and keeps the former one for him for
    /// [`thoughts_domain::accounts::HANDLE_RESERVATION`] from `now`. He may have back one that is
    /// kept for him. False when it is somebody else's, or kept for somebody else; the unit of work
    /// stays usable.
    ///
    /// # Errors
    /// Those of the storage.
    async fn rename(
        &mut self,
        id: UserId,
        from: &Handle,
        to: &Handle,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Notes that the address of a locked user is known to be his own.
    ///
    /// # Errors
    /// Those of the storage.
    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<(), StorageError>;

    /// Writes the profile, settings and version of a locked user; his handle is for
    /// [`Self::rename`].
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

    /// Those of `handles` (lower case, without `@`) that somebody has, or that are kept at `now`
    /// for who gave them up, in the same order; with his present handle, and everybody once. Whom a
    /// block hides from `author` is left out.
    ///
    /// # Errors
    /// Those of the storage.
    async fn resolve_handles(
        &mut self,
        handles: &[String],
        author: UserId,
        now: Timestamp,
    ) -> Result<Vec<Mentioned>, StorageError>;

    /// Whose handles these (lower case, without `@`) are, or were until they were given up and kept
    /// at `now`: each that is somebody's with its owner, in any order.
    ///
    /// # Errors
    /// Those of the storage.
    async fn owners_of_handles(
        &mut self,
        handles: &[String],
        now: Timestamp,
    ) -> Result<Vec<(String, UserId)>, StorageError>;

    /// Erases a locked user: all that is personal goes from his row, which stands under `name`
    /// from then on, mails to him, mailed tokens and his former handles go, and handles and address
    /// are free again. Of identities at outside providers
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
