//! Asking again for the mail that verifies an address.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::MailId;

use super::Caller;
use crate::limits::{RateLimiter, budgets};
use crate::mail::{MailKind, MailService, NewMail};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Why no mail is on its way.
#[derive(Debug, Error)]
pub enum RequestVerificationError {
    /// This service sends no mails.
    #[error("no mail can be sent")]
    MailUnavailable,
    /// The account has been erased.
    #[error("there is no such account")]
    NotFound,
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

/// Asks again for the mail that verifies an address.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RequestVerification: Send + Sync {
    /// Puts the mail into the queue again; its token will be another one. Nothing is sent when
    /// the address has been verified, or there is none.
    ///
    /// # Errors
    /// [`RequestVerificationError`].
    async fn execute(&self, caller: &Caller) -> Result<(), RequestVerificationError>;
}

/// [`RequestVerification`] over the ports.
pub struct RequestVerificationUseCase {
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
impl RequestVerification for RequestVerificationUseCase {
    async fn execute(&self, caller: &Caller) -> Result<(), RequestVerificationError> {
        if self.mail == MailService::Off {
            return Err(RequestVerificationError::MailUnavailable);
        }
        let mut work = self.store.begin().await?;
        let user = work.users().lock(caller.user_id).await?;
        let user = user.ok_or(RequestVerificationError::NotFound)?;
        let Some(email) = &user.email else {
            return Ok(());
        };
        let budget = &budgets::MAILS_PER_RECIPIENT;
        let verdict = self.limiter.spend(budget, email.as_str()).await;
        if let Some(retry_after) = verdict.retry_after() {
            return Err(RequestVerificationError::TooMany { retry_after });
        }
        if user.email_verified_at.is_none() {
            work.mails()
                .enqueue(&NewMail {
                    id: MailId::new(self.ids.next()),
                    kind: MailKind::VerifyEmail,
                    user_id: user.id,
                    created_at: self.clock.now(),
                })
                .await?;
            work.commit().await?;
        }
        Ok(())
    }
}
