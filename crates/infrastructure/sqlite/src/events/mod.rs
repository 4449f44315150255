//! The log of events.

mod export;
mod log;
mod outbox;
