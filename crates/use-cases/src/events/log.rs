//! The log: every event at its place.

use std::fmt;

use async_trait::async_trait;
use thoughts_domain::ids::{Cuid, EventId, UserId};
use thoughts_domain::time::Timestamp;

use crate::storage::StorageError;

/// A place in the log: `<epoch>-<n>` outside of the process. A restored backup starts a new
/// epoch, so that a place of the old one is known as foreign.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct EventPosition {
    /// Names the log's life.
    pub epoch: String,
    /// The events until here, counted from 1 without gaps; 0 is before the first.
    pub number: u64,
}

impl fmt::Display for EventPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.epoch, self.number)
    }
}

/// What was read, and the place in the log that the same snapshot had reached: who streams from
/// there misses nothing, and may see again what he has read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Positioned<T> {
    /// What was read.
    pub value: T,
    /// The place in the log.
    pub position: EventPosition,
}

impl<T> Positioned<T> {
    /// The same place with what is made of the value.
    #[must_use]
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Positioned<U> {
        Positioned {
            value: make(self.value),
            position: self.position,
        }
    }
}

/// An event of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LoggedEvent {
    /// Its place.
    pub position: u64,
    /// Names it.
    pub id: EventId,
    /// Such as `thoughts.post.published`.
    pub event_type: String,
    /// `user`, `post` or `comment`.
    pub aggregate_type: String,
    /// Which.
    pub aggregate_id: Cuid,
    /// The version after it.
    pub aggregate_version: u32,
    /// `public`, `owner` or `operator`.
    pub audience: String,
    /// Who did it.
    pub actor: UserId,
    /// The version of the payload's schema.
    pub schema_version: u16,
    /// The payload, a JSON object. Equal as JSON to what was encoded, not byte for byte.
    pub payload: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The trace that it belongs to.
    pub trace_parent: Option<String>,
}

/// The log, and the sequencer that fills it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EventLog: Send + Sync {
    /// Moves up to `limit` committed events from the outbox into the log, in the order in which
    /// they were left, each at the next position. Two that run at once never interleave: one of
    /// them moves nothing. Returns how many were moved. A storage whose writer gives positions
    /// itself always returns 0.
    ///
    /// # Errors
    /// Those of the storage.
    async fn sequence(&self, limit: u32) -> Result<u32, StorageError>;

    /// How many events wait in the outbox, for metrics.
    ///
    /// # Errors
    /// Those of the storage.
    async fn outbox_depth(&self) -> Result<u64, StorageError>;

    /// The place that the log has reached.
    ///
    /// # Errors
    /// Those of the storage.
    async fn head(&self) -> Result<EventPosition, StorageError>;

    /// Up to `limit` events after the place `after`, in order.
    ///
    /// # Errors
    /// Those of the storage.
    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StorageError>;

    /// Starts a new epoch: every place given out before is foreign from now on. For a database
    /// that was restored from a backup.
    ///
    /// # Errors
    /// Those of the storage.
    async fn renew_epoch(&self, epoch: &str) -> Result<(), StorageError>;
}
