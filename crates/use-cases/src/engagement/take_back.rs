//! Liking, reposting and keeping no longer.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::EventId;

use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Who takes back what.
#[derive(Clone, Debug)]
pub struct TakeBackCommand {
    /// Who had reacted.
    pub caller: Caller,
    /// How, and to what.
    pub reaction: Reaction,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it stays.
#[derive(Debug, Error)]
pub enum TakeBackError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Takes reactions back.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TakeBack: Send + Sync {
    /// Likes, reposts or keeps no longer. What is not there has ended already: nothing tells
    /// whether a post is gone, hidden by a block, or was never there.
    ///
    /// # Errors
    /// [`TakeBackError`].
    async fn execute(&self, command: TakeBackCommand) -> Result<(), TakeBackError>;
}

/// [`TakeBack`] over the ports.
pub struct TakeBackUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl TakeBack for TakeBackUseCase {
    async fn execute(&self, command: TakeBackCommand) -> Result<(), TakeBackError> {
        let by = command.caller.user_id;
        let mut work = self.store.begin().await?;
        let Some(reacted) = work.engagement().end(command.reaction, by).await? else {
            return Ok(());
        };
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::ReactionTakenBack(reacted.take_back()),
                occurred_at: self.clock.now(),
                trace: command.trace,
            })
            .await?;
        work.commit().await?;
        Ok(())
    }
}
