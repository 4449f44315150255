//! Setting a new password by a mailed token.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Password, TokenPurpose};
use thoughts_domain::ids::MailId;

use super::mailed_token::use_up;
use super::{HashingError, OneTimeSecret, OneTimeTokens, PasswordHasher, SessionWatch};
use crate::mail::{MailKind, MailService, NewMail};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Why the password stays.
#[derive(Debug, Error)]
pub enum ResetPasswordError {
    /// The token was never mailed, was used or replaced, or has expired.
    #[error("the mailed token is not valid")]
    InvalidToken,
    /// The password was not hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Sets a new password by a mailed token.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ResetPassword: Send + Sync {
    /// Sets the password of the token's owner and ends all of his sessions: here at once, on
    /// every other replica within two seconds. Whoever holds the token reads his mail, so his
    /// address is verified by that.
    ///
    /// # Errors
    /// [`ResetPasswordError`].
    async fn execute(
        &self,
        token: OneTimeSecret,
        password: Password,
    ) -> Result<(), ResetPasswordError>;
}

/// [`ResetPassword`] over the ports.
pub struct ResetPasswordUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Hashes tokens.
    pub one_time_tokens: Arc<dyn OneTimeTokens>,
    /// Hashes the password.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Learns of the ended sessions at once.
    pub watch: Arc<SessionWatch>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl ResetPassword for ResetPasswordUseCase {
    async fn execute(
        &self,
        token: OneTimeSecret,
        password: Password,
    ) -> Result<(), ResetPasswordError> {
        const PURPOSE: TokenPurpose = TokenPurpose::ResetPassword;
        let token = self.one_time_tokens.hash(&token);
        let now = self.clock.now();
        // A look first: who makes up tokens is not worth the hashing of a password.
        let mut look = self.store.begin().await?;
        let found = look.one_time_tokens().find(PURPOSE, &token).await?;
        drop(look);
        if found.is_none_or(|token| token.is_expired(now)) {
            return Err(ResetPasswordError::InvalidToken);
        }
        let password = self.hasher.hash(&password).await?;

        let mut work = self.store.begin().await?;
        let user = use_up(&mut *work, PURPOSE, &token, now).await?;
        let user = user.ok_or(ResetPasswordError::InvalidToken)?;
        work.passwords().set(user.id, &password).await?;
        if user.email_verified_at.is_none() {
            work.users().verify_email(user.id, now).await?;
        }
        let ended = work.sessions().end_all(user.id, None, now).await?;
        if self.mail == MailService::On {
            work.mails()
                .enqueue(&NewMail {
                    id: MailId::new(self.ids.next()),
                    kind: MailKind::PasswordChanged,
                    user_id: user.id,
                    created_at: now,
                })
                .await?;
        }
        work.commit().await?;
        for session in ended {
            self.watch.note_ended(session, now);
        }
        Ok(())
    }
}
