//! The ports that turn events into their public form, and read it.

use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{Cuid, PostId, UserId};

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

/// Reads what readers of the log need of a payload and nothing else tells them.
pub trait EventDecoder: Send + Sync {
    /// Whom the payload of a follow, a block or a mute, or of the end of one, is about. None for any
    /// other, and for what an erasure has left of one.
    fn other_user(&self, payload: &str) -> Option<UserId>;

    /// The post that the comment is on which the payload is about. None for any other, and for what an
    /// erasure has left of one.
    fn commented_post(&self, payload: &str) -> Option<PostId>;
}
