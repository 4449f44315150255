//! Where a unit of work leaves what happened.

use async_trait::async_trait;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, UserId};
use thoughts_domain::time::Timestamp;

use crate::storage::StorageError;

/// A W3C `traceparent` (<https://www.w3.org/TR/trace-context/>), already checked by the delivery.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TraceParent(pub Option<String>);

/// An event on its way into the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewEvent {
    /// Names the event for ever; receivers deduplicate by it.
    pub id: EventId,
    /// What happened.
    pub event: DomainEvent,
    /// When.
    pub occurred_at: Timestamp,
    /// The trace that it belongs to.
    pub trace: TraceParent,
}

/// Where a unit of work leaves what happened; the sequencer gives it its place in the log.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Outbox: Send {
    /// Leaves an event. Events of one unit of work keep their order, and so do events of one
    /// aggregate, which was locked before. What somebody does whose account is erased meanwhile
    /// is left in its id-only form from the beginning.
    ///
    /// # Errors
    /// Those of the storage.
    async fn append(&mut self, event: &NewEvent) -> Result<(), StorageError>;

    /// Rewrites the next events by `actor` that wait for their place, at most `limit` after
    /// `after` (0 to begin), to their id-only form: payloads without anything but the id, and no
    /// trace. [`DomainEvent::OF_ERASURE`] keeps its payload. Returns where the next call goes on,
    /// or none when nothing was left. An event that moves into the log meanwhile is found by
    /// [`Self::erase_logged`] afterwards.
    ///
    /// # Errors
    /// Those of the storage.
    async fn erase_waiting(
        &mut self,
        actor: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Option<u64>, StorageError>;

    /// Like [`Self::erase_waiting`], of the events that have their place.
    ///
    /// # Errors
    /// Those of the storage.
    async fn erase_logged(
        &mut self,
        actor: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Option<u64>, StorageError>;
}
