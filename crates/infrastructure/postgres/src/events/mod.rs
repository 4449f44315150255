//! The outbox, the sequencer and the log.

mod erasure;
mod export;
mod log;
mod outbox;
mod sequencer;

pub(crate) use sequencer::CHANNEL;
