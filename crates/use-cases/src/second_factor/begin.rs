//! Beginning an enrolment.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::Password;
use thoughts_domain::second_factor::SecondFactor;
use thoughts_domain::time::Timestamp;

use super::{SecondFactorSecrets, SecretError, StoredSecondFactor};
use crate::accounts::{AccountQueries, Caller, HashingError, PasswordHasher};
use crate::storage::{StorageError, Store};
use crate::system::Clock;

/// A secret that waits for its first code. Never shown by [`std::fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct Enrolment {
    /// The secret in base 32.
    pub secret: String,
    /// The secret with all that an app needs.
    pub url: String,
    /// Until when it waits.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(***)")
    }
}

/// Why there is no secret.
#[derive(Debug, Error)]
pub enum BeginSecondFactorError {
    /// The password is another one, or there is none: who comes from an outside provider has his
    /// second factor there.
    #[error("the password is wrong")]
    WrongPassword,
    /// It is on already.
    #[error("the second factor is on")]
    AlreadyOn,
    /// The account has been erased.
    #[error("there is no such account")]
    NotFound,
    /// The password was not compared.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// No secret was made.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Begins enrolments.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BeginSecondFactor: Send + Sync {
    /// Makes a secret for the caller, which takes the place of an earlier one that was never
    /// confirmed. It counts for nothing until [`super::ConfirmSecondFactor`].
    ///
    /// # Errors
    /// [`BeginSecondFactorError`].
    async fn execute(
        &self,
        caller: &Caller,
        password: &Password,
    ) -> Result<Enrolment, BeginSecondFactorError>;
}

/// [`BeginSecondFactor`] over the ports.
pub struct BeginSecondFactorUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Finds the stored hash.
    pub accounts: Arc<dyn AccountQueries>,
    /// Compares passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Makes the secret.
    pub secrets: Arc<dyn SecondFactorSecrets>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl BeginSecondFactor for BeginSecondFactorUseCase {
    async fn execute(
        &self,
        caller: &Caller,
        password: &Password,
    ) -> Result<Enrolment, BeginSecondFactorError> {
        let id = caller.user_id;
        let present = self.accounts.password(id).await?;
        let genuine = self.hasher.verify(password, present.clone()).await?;
        let Some(present) = present.filter(|_| genuine) else {
            return Err(BeginSecondFactorError::WrongPassword);
        };

        let mut work = self.store.begin().await?;
        let user = work.users().lock(id).await?;
        let user = user.ok_or(BeginSecondFactorError::NotFound)?;
        if !work.passwords().hold(id, &present).await? {
            return Err(BeginSecondFactorError::WrongPassword);
        }
        let earlier = work.second_factors().lock(id).await?;
        if earlier.is_some_and(|earlier| earlier.factor.is_on()) {
            return Err(BeginSecondFactorError::AlreadyOn);
        }
        let fresh = self.secrets.generate(id, &user.handle)?;
        let factor = SecondFactor::begin(id, self.clock.now());
        let begun = StoredSecondFactor {
            factor,
            secret: fresh.sealed,
        };
        work.second_factors().begin(&begun).await?;
        work.commit().await?;
        Ok(Enrolment {
            secret: fresh.base32,
            url: fresh.url,
            expires_at: factor.expires_at(),
        })
    }
}
