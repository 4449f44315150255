//! Following, blocking and muting no longer.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{EventId, UserId};

use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is taken back about whom.
#[derive(Clone, Debug)]
pub struct EndRelationCommand {
    /// Who had decided.
    pub caller: Caller,
    /// What.
    pub kind: RelationKind,
    /// About whom.
    pub other: UserId,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it stays.
#[derive(Debug, Error)]
pub enum EndRelationError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Ends relations.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EndRelation: Send + Sync {
    /// Follows, blocks or mutes no longer. What is not there has ended already: nothing tells
    /// whether a user is gone, hidden by a block, or was never there.
    ///
    /// # Errors
    /// [`EndRelationError`].
    async fn execute(&self, command: EndRelationCommand) -> Result<(), EndRelationError>;
}

/// [`EndRelation`] over the ports.
pub struct EndRelationUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl EndRelation for EndRelationUseCase {
    async fn execute(&self, command: EndRelationCommand) -> Result<(), EndRelationError> {
        let EndRelationCommand {
            caller,
            kind,
            other,
            trace,
        } = command;
        let me = caller.user_id;
        if me == other {
            return Ok(());
        }
        let mut work = self.store.begin().await?;
        let Some(pair) = work.graph().lock_pair(me, other).await? else {
            return Ok(());
        };
        let Some(relation) = work.graph().end(kind, me, other).await? else {
            return Ok(());
        };
        let event = NewEvent {
            id: EventId::new(self.ids.next()),
            event: DomainEvent::RelationEnded(relation.end(pair.one)),
            occurred_at: self.clock.now(),
            trace,
        };
        work.outbox().append(&event).await?;
        work.commit().await?;
        Ok(())
    }
}
