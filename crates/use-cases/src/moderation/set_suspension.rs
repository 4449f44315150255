//! Suspending a user, and letting him write again.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, ModerationEntryId};
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};

use super::{Authority, Whom};
use crate::accounts::SessionWatch;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Who shall be suspended, or no longer.
#[derive(Clone, Debug)]
pub struct SetSuspensionCommand {
    /// Who wants it.
    pub by: Authority,
    /// Whom.
    pub whom: Whom,
    /// Whether he shall be.
    pub suspended: bool,
    /// Why, for the log.
    pub reason: Option<Reason>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why everything stays.
#[derive(Debug, Error)]
pub enum SetSuspensionError {
    /// There is no such user.
    #[error("there is no such user")]
    NotFound,
    /// Whoever asks does not stand above him.
    #[error("the user's role is not below that of whoever asks")]
    NotAbove,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Suspends users.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SetSuspension: Send + Sync {
    /// Suspends a user or lets him write again: here at once, on every other replica within two
    /// seconds. Returns whether that changed anything; what does not leaves no line in the log.
    ///
    /// # Errors
    /// [`SetSuspensionError`].
    async fn execute(&self, command: SetSuspensionCommand) -> Result<bool, SetSuspensionError>;
}

/// [`SetSuspension`] over the ports.
pub struct SetSuspensionUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Learns of it at once.
    pub watch: Arc<SessionWatch>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl SetSuspension for SetSuspensionUseCase {
    async fn execute(&self, command: SetSuspensionCommand) -> Result<bool, SetSuspensionError> {
        let now = self.clock.now();
        let moderator = command.by.user_id();
        let mut work = self.store.begin().await?;
        let user = command.whom.lock(&mut *work).await?;
        let mut user = user.ok_or(SetSuspensionError::NotFound)?;
        if !command.by.is_above(user.role) {
            return Err(SetSuspensionError::NotAbove);
        }
        let event = if command.suspended {
            let event = user.suspend(moderator, now);
            event.map(|event| (Action::SuspendUser, DomainEvent::UserSuspended(event)))
        } else {
            let event = user.unsuspend(moderator);
            event.map(|event| (Action::UnsuspendUser, DomainEvent::UserUnsuspended(event)))
        };
        let Some((action, event)) = event else {
            return Ok(false);
        };
        work.users().update_standing(&user, now).await?;
        work.moderation_log()
            .append(
                &Entry {
                    id: ModerationEntryId::new(self.ids.next()),
                    at: now,
                    moderator,
                    action,
                    subject: Subject::User(user.id),
                    reason: command.reason,
                },
                user.id,
            )
            .await?;
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event,
                occurred_at: now,
                trace: command.trace,
            })
            .await?;
        work.commit().await?;
        self.watch
            .note_standing(user.id, Some(user.standing()), now, self.clock.now());
        Ok(true)
    }
}
