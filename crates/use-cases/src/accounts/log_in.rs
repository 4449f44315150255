//! Logging in.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Password, Session};
use thoughts_domain::ids::SessionId;

use super::attempts::Attempt;
use super::{
    AccessClaims, AccessTokenError, AccessTokens, AccountQueries, HashingError, Login,
    PasswordHasher, RefreshTokens, SessionTokens, SignedIn,
};
use crate::limits::RateLimiter;
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
}

/// Why not.
#[derive(Debug, Error)]
pub enum LogInError {
    /// No such user, or another password: one answer in one time.
    #[error("the credentials are not valid")]
    InvalidCredentials,
    /// Too many wrong passwords were tried for this login, whether there is such a user or not;
    /// the password was not looked at.
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
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Logs a device in.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LogIn: Send + Sync {
    /// Checks the password and opens a session. Wrong passwords count against the budgets of
    /// failed logins, right ones do not.
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
    /// Keeps account of failed logins.
    pub limiter: Arc<dyn RateLimiter>,
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
        if !matches!(outcome, Err(LogInError::InvalidCredentials)) {
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
        if !work.passwords().hold(user_id, &stored).await? {
            return Err(LogInError::InvalidCredentials);
        }
        let account = work
            .users()
            .view(user_id)
            .await?
            .ok_or(LogInError::InvalidCredentials)?;
        work.sessions().open(&session, &hash).await?;
        work.commit().await?;
        Ok(SignedIn { account, tokens })
    }
}
