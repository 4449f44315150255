//! The outbox and the log of events.

mod encoding;
mod log;
mod outbox;

pub use encoding::{EncodedEvent, EventDecoder, EventEncoder};
pub use log::{EventLog, EventPosition, LoggedEvent, Positioned};
pub use outbox::{NewEvent, Outbox, TraceParent};
#[cfg(feature = "mock")]
pub use {log::MockEventLog, outbox::MockOutbox};
