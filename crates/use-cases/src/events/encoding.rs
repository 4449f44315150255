//! The port that turns events into their public form.

use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::Cuid;

/// The public snapshot of an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EncodedEvent {
    /// The version of the payload's schema, from 1.
    pub schema_version: u16,
    /// The payload, a JSON object.
    pub payload: String,
}

/// Turns events into versioned, documented JSON. A storage adapter holds one.
pub trait EventEncoder: Send + Sync {
    /// The public snapshot: nothing private is in it.
    fn encode(&self, event: &DomainEvent) -> EncodedEvent;

    /// What remains of any event whose author was erased: its aggregate's id alone.
    fn encode_erased(&self, aggregate_id: Cuid) -> String;
}
