//! Sessions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{RefreshToken, Session};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;

use super::TokenHash;
use crate::storage::StorageError;

/// What stands behind a refresh token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FoundToken {
    /// The token.
    pub token: RefreshToken,
    /// Its session.
    pub session: Session,
}

/// Sessions within a unit of work.
///
/// A session that ends is noted in a ledger of ended sessions, from which every replica learns
/// to refuse its access tokens.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send {
    /// Opens a session with its first refresh token.
    ///
    /// # Errors
    /// Those of the storage.
    async fn open(&mut self, session: &Session, token: &TokenHash) -> Result<(), StorageError>;

    /// Finds a refresh token, used or not, and locks its session. None for a token that was
    /// never given out or whose session has ended.
    ///
    /// # Errors
    /// Those of the storage.
    async fn find(&mut self, token: &TokenHash) -> Result<Option<FoundToken>, StorageError>;

    /// Marks `used` as exchanged at the session's `last_used_at`, adds `successor`, and writes
    /// the session's times.
    ///
    /// # Errors
    /// Those of the storage.
    async fn rotate(
        &mut self,
        session: &Session,
        used: &TokenHash,
        successor: &TokenHash,
    ) -> Result<(), StorageError>;

    /// Ends a session of `user` and notes it. False when he has none of that id.
    ///
    /// # Errors
    /// Those of the storage.
    async fn end(
        &mut self,
        id: SessionId,
        user: UserId,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Ends all sessions of `user` but `except`, notes them, and names them.
    ///
    /// # Errors
    /// Those of the storage.
    async fn end_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError>;
}
