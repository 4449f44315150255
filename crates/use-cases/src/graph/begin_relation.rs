//! Following, blocking and muting.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::graph::{Relation, RelationKind, ToOneselfError};
use thoughts_domain::ids::{EventId, UserId};
use thoughts_domain::time::Timestamp;

use super::LockedPair;
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store, UnitOfWork};
use crate::system::{Clock, IdGenerator};

/// What is decided about whom.
#[derive(Clone, Debug)]
pub struct BeginRelationCommand {
    /// Who decides.
    pub caller: Caller,
    /// What.
    pub kind: RelationKind,
    /// About whom.
    pub other: UserId,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why not.
#[derive(Debug, Error)]
pub enum BeginRelationError {
    /// Nobody decides about himself.
    #[error(transparent)]
    ToOneself(#[from] ToOneselfError),
    /// There is no such user, or a block stands between: one answer.
    #[error("there is no such user")]
    NotFound,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Begins relations.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BeginRelation: Send + Sync {
    /// Follows, blocks or mutes; what is there already stays as it is. A block ends what follows
    /// there are between the two, and may be made by both; nothing else can be begun through one.
    ///
    /// # Errors
    /// [`BeginRelationError`].
    async fn execute(&self, command: BeginRelationCommand) -> Result<(), BeginRelationError>;
}

/// [`BeginRelation`] over the ports.
pub struct BeginRelationUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl BeginRelation for BeginRelationUseCase {
    async fn execute(&self, command: BeginRelationCommand) -> Result<(), BeginRelationError> {
        let BeginRelationCommand {
            caller,
            kind,
            other,
            trace,
        } = command;
        let (me, now) = (caller.user_id, self.clock.now());
        if me == other {
            return Err(ToOneselfError.into());
        }
        let mut work = self.store.begin().await?;
        let pair = work.graph().lock_pair(me, other).await?;
        let pair = pair.ok_or(BeginRelationError::NotFound)?;
        if kind != RelationKind::Block && work.graph().is_blocked_between(me, other).await? {
            return Err(BeginRelationError::NotFound);
        }
        let (relation, event) = Relation::begin(kind, me, pair.one, other, now)?;
        if !work.graph().begin(&relation).await? {
            return Ok(());
        }
        let mut events = vec![DomainEvent::RelationBegun(event)];
        if kind == RelationKind::Block {
            events.extend(end_follows(&mut *work, me, other, pair).await?);
        }
        for event in events {
            work.outbox()
                .append(&self.happened(event, now, &trace))
                .await?;
        }
        work.commit().await?;
        Ok(())
    }
}

impl BeginRelationUseCase {
    fn happened(&self, event: DomainEvent, now: Timestamp, trace: &TraceParent) -> NewEvent {
        NewEvent {
            id: EventId::new(self.ids.next()),
            event,
            occurred_at: now,
            trace: trace.clone(),
        }
    }
}

/// Ends the follows between two, both ways.
async fn end_follows(
    work: &mut dyn UnitOfWork,
    one: UserId,
    other: UserId,
    pair: LockedPair,
) -> Result<Vec<DomainEvent>, StorageError> {
    let mut ended = Vec::new();
    for (from, to, version) in [(one, other, pair.one), (other, one, pair.other)] {
        let follow = work.graph().end(RelationKind::Follow, from, to).await?;
        ended.extend(follow.map(|follow| DomainEvent::RelationEnded(follow.end(version))));
    }
    Ok(ended)
}
