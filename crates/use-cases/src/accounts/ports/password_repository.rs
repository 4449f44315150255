//! Stored passwords within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;

use super::PasswordHash;
use crate::storage::StorageError;

/// Stored passwords within a unit of work. Accounts that were erased are not there for any method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordRepository: Send {
    /// Keeps a user from being erased, and his password from being replaced, until the unit of
    /// work ends; others may hold it too. False when there is no such user, or his password is
    /// another one by now: what was compared with `present` before the unit of work began no
    /// longer counts.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hold(&mut self, user: UserId, present: &PasswordHash) -> Result<bool, StorageError>;

    /// Replaces the password of a locked user when it is still `present`. False when nothing was
    /// replaced.
    ///
    /// # Errors
    /// Those of the storage.
    async fn replace(
        &mut self,
        user: UserId,
        present: &PasswordHash,
        next: &PasswordHash,
    ) -> Result<bool, StorageError>;

    /// Replaces the password of a locked user, whatever it is: he has proved who he is otherwise.
    /// False when there is no such user.
    ///
    /// # Errors
    /// Those of the storage.
    async fn set(&mut self, user: UserId, next: &PasswordHash) -> Result<bool, StorageError>;
}
