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
    /// aggregate, which was locked before.
    ///
    /// # Errors
    /// Those of the storage.
    async fn append(&mut self, event: &NewEvent) -> Result<(), StorageError>;

    /// Rewrites every event by `actor`, waiting or logged, to its id-only form.
    ///
    /// # Errors
    /// Those of the storage.
    async fn erase_actor(&mut self, actor: UserId) -> Result<(), StorageError>;
}
