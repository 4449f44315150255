//! Events in memory: the one writer gives each its position at once.

mod log;
mod outbox;
