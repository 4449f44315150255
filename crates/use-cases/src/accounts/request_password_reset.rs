//! Asking for a mail that sets a new password.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::Email;
use thoughts_domain::ids::MailId;

use crate::limits::{RateLimiter, budgets};
use crate::mail::MailService;
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Why no mail is on its way.
#[derive(Debug, Error)]
pub enum RequestPasswordResetError {
    /// This service sends no mails.
    #[error("no mail can be sent")]
    MailUnavailable,
    /// Too many mails were asked for to this address.
    #[error("too many mails were asked for")]
    TooMany {
        /// After which time one may be.
        retry_after: Duration,
    },
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Asks for a mail that sets a new password.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RequestPasswordReset: Send + Sync {
    /// Notes that the password of the account with this address is forgotten. Whether there is
    /// such an account makes no difference here, in answer or in work: the note is written
    /// blindly, and looked up later by who sends the mails.
    ///
    /// # Errors
    /// [`RequestPasswordResetError`].
    async fn execute(&self, email: &Email) -> Result<(), RequestPasswordResetError>;
}

/// [`RequestPasswordReset`] over the ports.
pub struct RequestPasswordResetUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Keeps account of mails to an address.
    pub limiter: Arc<dyn RateLimiter>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl RequestPasswordReset for RequestPasswordResetUseCase {
    async fn execute(&self, email: &Email) -> Result<(), RequestPasswordResetError> {
        if self.mail == MailService::Off {
            return Err(RequestPasswordResetError::MailUnavailable);
        }
        let budget = &budgets::MAILS_PER_RECIPIENT;
        let verdict = self.limiter.spend(budget, email.as_str()).await;
        if let Some(retry_after) = verdict.retry_after() {
            return Err(RequestPasswordResetError::TooMany { retry_after });
        }
        let id = MailId::new(self.ids.next());
        let mut work = self.store.begin().await?;
        work.mails()
            .note_forgotten(id, email, self.clock.now())
            .await?;
        work.commit().await?;
        Ok(())
    }
}
