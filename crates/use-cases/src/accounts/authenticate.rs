//! Who is calling?

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::Standing;
use thoughts_domain::ids::{SessionId, UserId};

use super::{AccessTokens, OutsideCallers, OutsideTokenError, SessionWatch};
use crate::storage::StorageError;
use crate::system::Clock;

/// Who is calling.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Caller {
    /// The user.
    pub user_id: UserId,
    /// On which device; none by a token of an outside provider, where his sessions are then.
    pub session_id: Option<SessionId>,
    /// What he may do right now.
    pub standing: Standing,
}

/// Why a token does not tell.
#[derive(Debug, Error)]
pub enum AuthenticateError {
    /// It is not good, or no longer.
    #[error("the access token is not valid")]
    InvalidToken,
    /// It is of the outside provider, of which no key is known: the client may try again.
    #[error(transparent)]
    ProviderUnavailable(OutsideTokenError),
    /// Whether its session lives could not be found out.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Tells who is calling.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Authenticate: Send + Sync {
    /// Verifies an access token of ours and that its session has not ended; or one of the outside
    /// provider, when the token says that it is (`iss`), and opens an account on first sight.
    /// What the caller may do is told as it is now, whatever the token says of it.
    ///
    /// # Errors
    /// [`AuthenticateError`].
    async fn execute(&self, token: &str) -> Result<Caller, AuthenticateError>;
}

/// [`Authenticate`] over the ports.
pub struct AuthenticateUseCase {
    /// Verifies our tokens.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// Those who come with tokens of an outside provider, when one is named.
    pub outside: Option<Arc<OutsideCallers>>,
    /// Knows of ended sessions and changed standings.
    pub watch: Arc<SessionWatch>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl Authenticate for AuthenticateUseCase {
    async fn execute(&self, token: &str) -> Result<Caller, AuthenticateError> {
        let outside = self.outside.as_ref();
        if let Some(outside) = outside.filter(|outside| outside.is_named_by(token)) {
            return outside.caller(token).await;
        }
        let now = self.clock.now();
        let claims = self.access_tokens.verify(token, now).map_err(|error| {
            tracing::debug!(%error, "an access token was refused");
            AuthenticateError::InvalidToken
        })?;
        let (user_id, session_id) = (claims.user_id, claims.session_id);
        let standing = self
            .watch
            .standing(user_id, Some(session_id), claims.standing, now)
            .await?
            .ok_or(AuthenticateError::InvalidToken)?;
        Ok(Caller {
            user_id,
            session_id: Some(session_id),
            standing,
        })
    }
}
