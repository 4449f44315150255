//! Exchanging a refresh token for the next pair of tokens.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Rotation, Session, judge_rotation};
use thoughts_domain::ids::SessionId;
use thoughts_domain::time::Timestamp;

use super::{
    AccessClaims, AccessTokenError, AccessTokens, RefreshSecret, RefreshTokens, SessionTokens,
    SessionWatch, SignedIn, TokenHash,
};
use crate::storage::{StorageError, Store, UnitOfWork};
use crate::system::Clock;

/// Why there is no next pair.
#[derive(Debug, Error)]
pub enum RefreshSessionError {
    /// Never given out, or its session is over.
    #[error("the refresh token is not valid")]
    InvalidToken,
    /// It was exchanged before: the whole session has been ended.
    #[error("the refresh token was used before")]
    TokenReused,
    /// No token was signed.
    #[error(transparent)]
    Token(#[from] AccessTokenError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Exchanges refresh tokens.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RefreshSession: Send + Sync {
    /// Exchanges a refresh token, as [`judge_rotation`] decides.
    ///
    /// # Errors
    /// [`RefreshSessionError`].
    async fn execute(&self, token: RefreshSecret) -> Result<SignedIn, RefreshSessionError>;
}

/// [`RefreshSession`] over the ports.
pub struct RefreshSessionUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Signs the access token.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// Derives the next refresh token.
    pub refresh_tokens: Arc<dyn RefreshTokens>,
    /// Learns of an ended session at once.
    pub watch: Arc<SessionWatch>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl RefreshSession for RefreshSessionUseCase {
    async fn execute(&self, token: RefreshSecret) -> Result<SignedIn, RefreshSessionError> {
        let now = self.clock.now();
        let presented = self.refresh_tokens.hash(&token);
        let mut work = self.store.begin().await?;
        let found = work.sessions().find(&presented).await?;
        let found = found.ok_or(RefreshSessionError::InvalidToken)?;
        let mut session = found.session;
        let mut successor = self.refresh_tokens.successor(&token);
        match judge_rotation(&found.token, &session, now) {
            Rotation::Expired => return Err(RefreshSessionError::InvalidToken),
            Rotation::EndSession => {
                work.sessions()
                    .end(session.id, session.user_id, now)
                    .await?;
                work.commit().await?;
                self.watch.note_ended(session.id, now);
                return Err(RefreshSessionError::TokenReused);
            }
            Rotation::GiveSuccessorAgain => {
                match self.given_before(&mut *work, &token, session.id).await? {
                    Some(given) => successor = given,
                    // It was given under a key that does not count any more, so nobody can tell
                    // it: whoever asks gets another one rather than none.
                    None => {
                        self.rotate(&mut *work, &mut session, &presented, &successor, now)
                            .await?;
                    }
                }
            }
            Rotation::Rotate => {
                self.rotate(&mut *work, &mut session, &presented, &successor, now)
                    .await?;
            }
        }
        let account = work.users().view(session.user_id).await?;
        let account = account.ok_or(RefreshSessionError::InvalidToken)?;
        let claims = AccessClaims {
            user_id: session.user_id,
            session_id: session.id,
            standing: account.standing(),
        };
        let tokens = SessionTokens::issue(&self.access_tokens, &claims, successor, now)?;
        work.commit().await?;
        Ok(SignedIn { account, tokens })
    }
}

impl RefreshSessionUseCase {
    async fn rotate(
        &self,
        work: &mut dyn UnitOfWork,
        session: &mut Session,
        presented: &TokenHash,
        successor: &RefreshSecret,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        session.refresh(now);
        let next = self.refresh_tokens.hash(successor);
        work.sessions().rotate(session, presented, &next).await
    }

    /// The successor that was given for `token` before, perhaps by a replica under another key.
    async fn given_before(
        &self,
        work: &mut dyn UnitOfWork,
        token: &RefreshSecret,
        session: SessionId,
    ) -> Result<Option<RefreshSecret>, StorageError> {
        let mut candidates = self.refresh_tokens.other_successors(token);
        candidates.insert(0, self.refresh_tokens.successor(token));
        for candidate in candidates {
            let hash = self.refresh_tokens.hash(&candidate);
            let found = work.sessions().find(&hash).await?;
            if found.is_some_and(|found| found.session.id == session) {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }
}
