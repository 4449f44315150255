//! Events that a reader could not work on.

use thoughts_domain::ids::{Cuid, EventId};
use thoughts_domain::time::Timestamp;

use crate::events::LoggedEvent;

/// An event that a reader could not work on, or that waits behind such a one. The payload is not
/// kept: a retry reads it from the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParkedEvent {
    /// Which reader.
    pub reader: String,
    /// The event's place in the log.
    pub position: u64,
    /// Names the event.
    pub event_id: EventId,
    /// Such as `thoughts.post.published`.
    pub event_type: String,
    /// `user`, `post` or `comment`.
    pub aggregate_type: String,
    /// Which.
    pub aggregate_id: Cuid,
    /// Why, in one line.
    pub error: String,
    /// How often it was tried; 0 when it only waits behind another.
    pub tries: u32,
    /// When it was parked, or last tried.
    pub parked_at: Timestamp,
}

/// What is said of an event that was not tried.
const BEHIND: &str = "waits behind an earlier parked event of the same aggregate";

impl ParkedEvent {
    pub(super) fn failed(
        reader: &str,
        event: &LoggedEvent,
        error: String,
        tries: u32,
        now: Timestamp,
    ) -> Self {
        Self {
            reader: reader.to_owned(),
            position: event.position,
            event_id: event.id,
            event_type: event.event_type.clone(),
            aggregate_type: event.aggregate_type.clone(),
            aggregate_id: event.aggregate_id,
            error,
            tries,
            parked_at: now,
        }
    }

    pub(super) fn behind(reader: &str, event: &LoggedEvent, now: Timestamp) -> Self {
        Self::failed(reader, event, BEHIND.to_owned(), 0, now)
    }
}
