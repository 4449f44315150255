//! The log of events.

mod log;
mod outbox;
