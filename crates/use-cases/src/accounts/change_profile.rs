//! Changing one's own profile.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::ProfileChange;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, UserId};

use super::{Caller, OwnAccountView};
use crate::events::{NewEvent, TraceParent};
use crate::limits::{RateLimiter, budgets};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What the caller wants changed.
#[derive(Clone, Debug)]
pub struct ChangeProfileCommand {
    /// Whose profile.
    pub caller: Caller,
    /// The change.
    pub change: ProfileChange,
    /// The version that the caller has seen; none to change whatever is there.
    pub expected_version: Option<u32>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not changed.
#[derive(Debug, Error)]
pub enum ChangeProfileError {
    /// The account has been erased.
    #[error("there is no such account")]
    NotFound,
    /// The handle was changed too often.
    #[error("the handle was changed too often")]
    TooMany {
        /// After which time it may be.
        retry_after: Duration,
    },
    /// Somebody has the handle, or had it a short while ago.
    #[error("the handle is taken")]
    HandleTaken,
    /// Somebody changed it meanwhile.
    #[error("the version is no longer the present one")]
    Stale,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Changes profiles.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ChangeProfile: Send + Sync {
    /// Changes the caller's profile. A change that changes nothing succeeds without an event.
    ///
    /// # Errors
    /// [`ChangeProfileError`].
    async fn execute(
        &self,
        command: ChangeProfileCommand,
    ) -> Result<OwnAccountView, ChangeProfileError>;
}

/// [`ChangeProfile`] over the ports.
pub struct ChangeProfileUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Keeps account of changes of handles.
    pub limiter: Arc<dyn RateLimiter>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl ChangeProfile for ChangeProfileUseCase {
    async fn execute(
        &self,
        command: ChangeProfileCommand,
    ) -> Result<OwnAccountView, ChangeProfileError> {
        let id = command.caller.user_id;
        let mut work = self.store.begin().await?;
        let mut user = work
            .users()
            .lock(id)
            .await?
            .ok_or(ChangeProfileError::NotFound)?;
        if command
            .expected_version
            .is_some_and(|version| version != user.version)
        {
            return Err(ChangeProfileError::Stale);
        }
        let former = user.handle.clone();
        if let Some(event) = user.change_profile(command.change) {
            let now = self.clock.now();
            if user.handle != former {
                self.spend(id).await?;
                if !work.users().rename(id, &former, &user.handle, now).await? {
                    return Err(ChangeProfileError::HandleTaken);
                }
            }
            work.users().update_profile(&user).await?;
            work.outbox()
                .append(&NewEvent {
                    id: EventId::new(self.ids.next()),
                    event: DomainEvent::UserProfileChanged(event),
                    occurred_at: now,
                    trace: command.trace,
                })
                .await?;
        }
        let view = work
            .users()
            .view(id)
            .await?
            .ok_or(ChangeProfileError::NotFound)?;
        work.commit().await?;
        Ok(view)
    }
}

impl ChangeProfileUseCase {
    /// Each handle that is given up is kept from others for a while, so nobody may collect them.
    async fn spend(&self, user: UserId) -> Result<(), ChangeProfileError> {
        let budget = &budgets::HANDLE_CHANGES;
        match self
            .limiter
            .spend(budget, user.as_str())
            .await
            .retry_after()
        {
            None => Ok(()),
            Some(retry_after) => Err(ChangeProfileError::TooMany { retry_after }),
        }
    }
}
