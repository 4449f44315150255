//! Second factors within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::SecondFactor;

use super::{SealedSecret, SealingKeyId};
use crate::accounts::TokenHash;
use crate::storage::StorageError;

/// A second factor as it is stored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredSecondFactor {
    /// The factor.
    pub factor: SecondFactor,
    /// Its secret.
    pub secret: SealedSecret,
}

/// Second factors within a unit of work. They go with their account: see
/// [`crate::accounts::UserRepository::erase`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SecondFactorRepository: Send {
    /// Finds a user's second factor, on or not, and locks it: of two that show one code, the
    /// second sees what the first has left.
    ///
    /// # Errors
    /// Those of the storage.
    async fn lock(&mut self, user: UserId) -> Result<Option<StoredSecondFactor>, StorageError>;

    /// Begins an enrolment of a locked user, in the place of what he had, recovery codes
    /// included.
    ///
    /// # Errors
    /// Those of the storage.
    async fn begin(&mut self, begun: &StoredSecondFactor) -> Result<(), StorageError>;

    /// Writes when a locked second factor was turned on, and the last step.
    ///
    /// # Errors
    /// Those of the storage.
    async fn update(&mut self, factor: &SecondFactor) -> Result<(), StorageError>;

    /// Removes a locked second factor with its recovery codes.
    ///
    /// # Errors
    /// Those of the storage.
    async fn remove(&mut self, user: UserId) -> Result<(), StorageError>;

    /// Gives a locked second factor these recovery codes, and makes all earlier ones void.
    ///
    /// # Errors
    /// Those of the storage.
    async fn replace_codes(
        &mut self,
        user: UserId,
        codes: &[TokenHash],
    ) -> Result<(), StorageError>;

    /// Uses up a recovery code of a locked second factor. None when it has no such code, or no
    /// longer; otherwise how many are left.
    ///
    /// # Errors
    /// Those of the storage.
    async fn use_code(
        &mut self,
        user: UserId,
        code: &TokenHash,
    ) -> Result<Option<u32>, StorageError>;

    /// Finds and locks up to `limit` secrets that are sealed under another key than `present`, in
    /// the order of their users, after that one. Those that others have locked are passed over.
    ///
    /// # Errors
    /// Those of the storage.
    async fn sealed_otherwise(
        &mut self,
        present: SealingKeyId,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<(UserId, SealedSecret)>, StorageError>;

    /// Writes the same secret of a locked second factor, sealed under another key.
    ///
    /// # Errors
    /// Those of the storage.
    async fn reseal(&mut self, user: UserId, secret: &SealedSecret) -> Result<(), StorageError>;
}
