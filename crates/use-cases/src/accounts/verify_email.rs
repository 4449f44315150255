//! Showing that a mail address is one's own.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::TokenPurpose;

use super::mailed_token::use_up;
use super::{OneTimeSecret, OneTimeTokens};
use crate::storage::{StorageError, Store};
use crate::system::Clock;

/// Why it is not shown.
#[derive(Debug, Error)]
pub enum VerifyEmailError {
    /// The token was never mailed, was used or replaced, or has expired.
    #[error("the mailed token is not valid")]
    InvalidToken,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Verifies mail addresses.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait VerifyEmail: Send + Sync {
    /// Verifies the address to which the token was mailed.
    ///
    /// # Errors
    /// [`VerifyEmailError`].
    async fn execute(&self, token: OneTimeSecret) -> Result<(), VerifyEmailError>;
}

/// [`VerifyEmail`] over the ports.
pub struct VerifyEmailUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Hashes tokens.
    pub one_time_tokens: Arc<dyn OneTimeTokens>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl VerifyEmail for VerifyEmailUseCase {
    async fn execute(&self, token: OneTimeSecret) -> Result<(), VerifyEmailError> {
        let token = self.one_time_tokens.hash(&token);
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let user = use_up(&mut *work, TokenPurpose::VerifyEmail, &token, now).await?;
        let user = user.ok_or(VerifyEmailError::InvalidToken)?;
        work.users().verify_email(user.id, now).await?;
        work.commit().await?;
        Ok(())
    }
}
