//! What rows of this room look like.

use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{Cuid, EventId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::readers::{ParkedEvent, Subscription, SubscriptionState};

use crate::convert::{count, version};
use crate::snapshot::position;

/// The columns of a subscription.
pub(super) struct SubscriptionRow {
    pub(super) name: String,
    pub(super) epoch: String,
    pub(super) position: i64,
    pub(super) state: String,
    pub(super) detail: Option<String>,
    pub(super) revision: i64,
}

impl TryFrom<SubscriptionRow> for Subscription {
    type Error = Inconsistency;

    fn try_from(row: SubscriptionRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            name: row.name,
            checkpoint: position(row.epoch, row.position)?,
            state: SubscriptionState::from_storage(&row.state, row.detail)?,
            revision: count("subscriptions.revision", row.revision)?,
        })
    }
}

/// The columns of a parked event.
pub(super) struct ParkedRow {
    pub(super) reader: String,
    pub(super) position: i64,
    pub(super) event_id: String,
    pub(super) event_type: String,
    pub(super) aggregate_type: String,
    pub(super) aggregate_id: String,
    pub(super) error: String,
    pub(super) tries: i64,
    pub(super) parked_at: i64,
}

impl TryFrom<ParkedRow> for ParkedEvent {
    type Error = Inconsistency;

    fn try_from(row: ParkedRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            reader: row.reader,
            position: count("parked_events.position", row.position)?,
            event_id: EventId::from_storage(&row.event_id)?,
            event_type: row.event_type,
            aggregate_type: row.aggregate_type,
            aggregate_id: aggregate(&row.aggregate_id)?,
            error: row.error,
            tries: version("parked_events.tries", row.tries)?,
            parked_at: Timestamp::from_micros(row.parked_at),
        })
    }
}

/// The id of an aggregate.
pub(super) fn aggregate(stored: &str) -> Result<Cuid, Inconsistency> {
    Cuid::parse(stored)
        .map_err(|error| Inconsistency::new("parked_events.aggregate_id", error.to_string()))
}
