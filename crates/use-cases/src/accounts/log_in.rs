//! Logging in.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Password, Session};
use thoughts_domain::ids::SessionId;
use thoughts_domain::second_factor::{GivenCode, SecondFactorChange};

use super::attempts::Attempt;
use super::{
    AccessClaims, AccessTokenError, AccessTokens, AccountQueries, Credentials, HashingError, Login,
    PasswordHash, PasswordHasher, RefreshTokens, SessionTokens, SignedIn,
};
use crate::events::TraceParent;
use crate::limits::RateLimiter;
use crate::mail::MailService;
use crate::second_factor::{
    CheckError, CodeTry, News, Proved, SecondFactorSecrets, SecretError, check,
};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Who wants in.
#[derive(Clone, Debug)]
pub struct LogInCommand {
    /// By which name; none when what was typed can be nobody's, which must cost and answer the
    /// same as a wrong password.
    pub login: Option<Login>,
    /// With which password.
    pub password: Password,
    /// On which device.
    pub user_agent: Option<String>,
    /// From which address, as limits tell them apart.
    pub origin: String,
    /// The second factor; it is looked at only when the user's is on.
    pub second_factor: Option<GivenCode>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why not.
#[derive(Debug, Error)]
pub enum LogInError {
    /// No such user, or another password: one answer in one time.
    #[error("the credentials are not valid")]
    InvalidCredentials,
    /// The password is right, and the user's second factor is on.
    #[error("the second factor is missing")]
    SecondFactorRequired,
    /// The password is right; the code is another one, or was used before.
    #[error("the second factor is wrong")]
    InvalidSecondFactor,
    /// Too many wrong passwords were tried for this login, whether there is such a user or not,
    /// and the password was not looked at; or it is right, and too many wrong codes were tried.
    #[error("too many logins have failed")]
    TooMany {
        /// After which time it may be tried again.
        retry_after: Duration,
    },
    /// The password was not hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// No token was signed.
    #[error(transparent)]
    Token(#[from] AccessTokenError),
    /// The secret of the second factor cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<CheckError> for LogInError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Secret(error) => error.into(),
            CheckError::Storage(error) => error.into(),
        }
    }
}

/// Logs a device in.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LogIn: Send + Sync {
    /// Checks the password, then the second factor of whom has one that is on, and opens a
    /// session. Only who knows the password learns whether there is one. A code works once, and a
    /// recovery code is told of by event and mail. Wrong passwords and codes count against the
    /// budgets of failed logins, right ones do not.
    ///
    /// # Errors
    /// [`LogInError`].
    async fn execute(&self, command: LogInCommand) -> Result<SignedIn, LogInError>;
}

/// [`LogIn`] over the ports.
pub struct LogInUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Finds the stored hash.
    pub accounts: Arc<dyn AccountQueries>,
    /// Compares passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Signs the access token.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// Makes the refresh token.
    pub refresh_tokens: Arc<dyn RefreshTokens>,
    /// Knows codes of second factors.
    pub secrets: Arc<dyn SecondFactorSecrets>,
    /// Keeps account of failed logins.
    pub limiter: Arc<dyn RateLimiter>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl LogIn for LogInUseCase {
    async fn execute(&self, command: LogInCommand) -> Result<SignedIn, LogInError> {
        let login = command.login.as_ref();
        let attempt = Attempt::begin(&*self.limiter, login, &command.origin).await;
        let attempt = attempt.map_err(|retry_after| LogInError::TooMany { retry_after })?;
        let outcome = self.attempt(command).await;
        let wrong = matches!(
            outcome,
            Err(LogInError::InvalidCredentials | LogInError::InvalidSecondFactor)
        );
        if !wrong {
            attempt.take_back().await;
        }
        outcome
    }
}

impl LogInUseCase {
    async fn attempt(&self, command: LogInCommand) -> Result<SignedIn, LogInError> {
        let found = match &command.login {
            Some(login) => self.accounts.credentials(login).await?,
            None => None,
        };
        // Nobody's password and that of an account without one cost the same.
        let stored = found.as_ref().and_then(|found| found.password.clone());
        let genuine = self
            .hasher
            .verify(&command.password, stored.clone())
            .await?;
        let Some((credentials, stored)) = found.zip(stored).filter(|_| genuine) else {
            return Err(LogInError::InvalidCredentials);
        };
        let user = credentials.user_id;
        let tried = CodeTry::begin(&*self.limiter, user, command.second_factor.as_ref()).await;
        let tried = tried.map_err(|retry_after| LogInError::TooMany { retry_after })?;
        let outcome = self.open(command, &credentials, &stored).await;
        if !matches!(outcome, Err(LogInError::InvalidSecondFactor)) {
            tried.take_back().await;
        }
        outcome
    }

    /// Opens a session for who knows the password.
    async fn open(
        &self,
        command: LogInCommand,
        credentials: &Credentials,
        stored: &PasswordHash,
    ) -> Result<SignedIn, LogInError> {
        let (user_id, standing) = (credentials.user_id, credentials.standing);
        let now = self.clock.now();
        let session_id = SessionId::new(self.ids.next());
        let session = Session::open(session_id, user_id, command.user_agent.as_deref(), now);
        let refresh_token = self.refresh_tokens.generate();
        let hash = self.refresh_tokens.hash(&refresh_token);
        let claims = AccessClaims {
            user_id,
            session_id,
            standing,
        };
        let tokens = SessionTokens::issue(&self.access_tokens, &claims, refresh_token, now)?;

        let mut work = self.store.begin().await?;
        // Since its hash was read the account may have been erased, or given another password,
        // which ends every session that the old one opened: this one must not come after that.
        if !work.passwords().hold(user_id, stored).await? {
            return Err(LogInError::InvalidCredentials);
        }
        let factor = work.second_factors().lock(user_id).await?;
        let factor = factor.filter(|stored| stored.factor.is_on());
        let account = work
            .users()
            .view(user_id)
            .await?
            .ok_or(LogInError::InvalidCredentials)?;
        if let Some(mut factor) = factor {
            let code = command.second_factor.as_ref();
            let code = code.ok_or(LogInError::SecondFactorRequired)?;
            let proved = check(&mut *work, &*self.secrets, &mut factor, code, now).await?;
            if proved.ok_or(LogInError::InvalidSecondFactor)? == Proved::RecoveryCode {
                let change = SecondFactorChange::RecoveryCodeUsed;
                let event = factor.factor.changed(change, account.profile.version);
                let news = News {
                    ids: &*self.ids,
                    mail: self.mail,
                    trace: command.trace,
                    now,
                };
                news.tell(&mut *work, event).await?;
            }
        }
        work.sessions().open(&session, &hash).await?;
        work.commit().await?;
        Ok(SignedIn { account, tokens })
    }
}
