//! Liking, reposting and keeping.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::EventId;

use super::Reacting;
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Who reacts, and how.
#[derive(Clone, Debug)]
pub struct ReactCommand {
    /// Who.
    pub caller: Caller,
    /// How, and to what.
    pub reaction: Reaction,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why not.
#[derive(Debug, Error)]
pub enum ReactError {
    /// There is no such post or comment, or a block hides it: one answer.
    #[error("there is nothing to react to")]
    NotFound,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Begins reactions.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait React: Send + Sync {
    /// Likes, reposts or keeps; what is there already stays as it is.
    ///
    /// # Errors
    /// [`ReactError`].
    async fn execute(&self, command: ReactCommand) -> Result<(), ReactError>;
}

/// [`React`] over the ports.
pub struct ReactUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl React for ReactUseCase {
    async fn execute(&self, command: ReactCommand) -> Result<(), ReactError> {
        let now = self.clock.now();
        let by = command.caller.user_id;
        let mut work = self.store.begin().await?;
        let reacted = match work.engagement().begin(command.reaction, by, now).await? {
            Reacting::Begun(reacted) => reacted,
            Reacting::There => return Ok(()),
            Reacting::NotFound => return Err(ReactError::NotFound),
        };
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::Reacted(reacted),
                occurred_at: now,
                trace: command.trace,
            })
            .await?;
        work.commit().await?;
        Ok(())
    }
}
