//! Turning the second factor on by its first code.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::second_factor::{GivenCode, RecoveryCode, TotpCode};

use super::change::fresh_codes;
use super::{CodeTry, News, SecondFactorSecrets, SecretError};
use crate::accounts::{Caller, SessionWatch};
use crate::events::TraceParent;
use crate::limits::RateLimiter;
use crate::mail::MailService;
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Whose second factor is turned on.
#[derive(Clone, Debug)]
pub struct ConfirmSecondFactorCommand {
    /// Whose.
    pub caller: Caller,
    /// What his app shows.
    pub code: TotpCode,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it stays off.
#[derive(Debug, Error)]
pub enum ConfirmSecondFactorError {
    /// No secret waits for a code, or not any more.
    #[error("no enrolment waits for a code")]
    NotBegun,
    /// It is on already.
    #[error("the second factor is on")]
    AlreadyOn,
    /// The code is another one.
    #[error("the code is wrong")]
    WrongCode,
    /// Too many wrong codes were tried; this one was not looked at.
    #[error("too many codes were wrong")]
    TooMany {
        /// After which time one may be tried again.
        retry_after: Duration,
    },
    /// The account has been erased.
    #[error("there is no such account")]
    NotFound,
    /// The secret cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Turns second factors on.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ConfirmSecondFactor: Send + Sync {
    /// Turns the caller's second factor on and returns his recovery codes, this once. His other
    /// sessions were opened by the password alone and end: here at once, on every other replica
    /// within two seconds. A mail tells him of it.
    ///
    /// # Errors
    /// [`ConfirmSecondFactorError`].
    async fn execute(
        &self,
        command: ConfirmSecondFactorCommand,
    ) -> Result<Vec<RecoveryCode>, ConfirmSecondFactorError>;
}

/// [`ConfirmSecondFactor`] over the ports.
pub struct ConfirmSecondFactorUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Knows codes, and makes recovery codes.
    pub secrets: Arc<dyn SecondFactorSecrets>,
    /// Keeps account of wrong codes.
    pub limiter: Arc<dyn RateLimiter>,
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
impl ConfirmSecondFactor for ConfirmSecondFactorUseCase {
    async fn execute(
        &self,
        command: ConfirmSecondFactorCommand,
    ) -> Result<Vec<RecoveryCode>, ConfirmSecondFactorError> {
        let code = GivenCode::Totp(command.code.clone());
        let user = command.caller.user_id;
        let tried = CodeTry::begin(&*self.limiter, user, Some(&code)).await;
        let tried =
            tried.map_err(|retry_after| ConfirmSecondFactorError::TooMany { retry_after })?;
        let outcome = self.attempt(command).await;
        if !matches!(outcome, Err(ConfirmSecondFactorError::WrongCode)) {
            tried.take_back().await;
        }
        outcome
    }
}

impl ConfirmSecondFactorUseCase {
    async fn attempt(
        &self,
        command: ConfirmSecondFactorCommand,
    ) -> Result<Vec<RecoveryCode>, ConfirmSecondFactorError> {
        let ConfirmSecondFactorCommand {
            caller,
            code,
            trace,
        } = command;
        let id = caller.user_id;
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let user = work.users().lock(id).await?;
        let user = user.ok_or(ConfirmSecondFactorError::NotFound)?;
        let stored = work.second_factors().lock(id).await?;
        let stored = stored.ok_or(ConfirmSecondFactorError::NotBegun)?;
        let mut factor = stored.factor;
        if factor.is_on() {
            return Err(ConfirmSecondFactorError::AlreadyOn);
        }
        if !factor.is_awaited(now) {
            return Err(ConfirmSecondFactorError::NotBegun);
        }
        let step = self.secrets.step_of(id, &stored.secret, &code, now)?;
        let step = step.ok_or(ConfirmSecondFactorError::WrongCode)?;
        let event = factor.turn_on(step, user.version, now);
        work.second_factors().update(&factor).await?;
        let codes = fresh_codes(&mut *work, &*self.secrets, id).await?;
        let ended = work.sessions().end_all(id, caller.session_id, now).await?;
        let news = News {
            ids: &*self.ids,
            mail: self.mail,
            trace,
            now,
        };
        news.tell(&mut *work, event).await?;
        work.commit().await?;
        for session in ended {
            self.watch.note_ended(session, now);
        }
        Ok(codes)
    }
}
