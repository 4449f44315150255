//! Logging out, here or on another device.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::SessionId;

use super::{Caller, SessionWatch};
use crate::storage::{StorageError, Store};
use crate::system::Clock;

/// Why a session is not ended.
#[derive(Debug, Error)]
pub enum EndSessionError {
    /// The caller has no such session.
    #[error("there is no such session")]
    NotFound,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Ends a session of the caller. Logging out is ending one's own.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EndSession: Send + Sync {
    /// Ends the session: here at once, on every other replica within two seconds.
    ///
    /// # Errors
    /// [`EndSessionError`].
    async fn execute(&self, caller: &Caller, session: SessionId) -> Result<(), EndSessionError>;
}

/// [`EndSession`] over the ports.
pub struct EndSessionUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Learns of the end at once.
    pub watch: Arc<SessionWatch>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl EndSession for EndSessionUseCase {
    async fn execute(&self, caller: &Caller, session: SessionId) -> Result<(), EndSessionError> {
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        if !work.sessions().end(session, caller.user_id, now).await? {
            return Err(EndSessionError::NotFound);
        }
        work.commit().await?;
        self.watch.note_ended(session, now);
        Ok(())
    }
}
