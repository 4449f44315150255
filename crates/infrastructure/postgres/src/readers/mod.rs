//! Readers of the log: where they stand, who leads them, and what wakes them.

mod hints;
mod leadership;
mod parked;
mod queries;
mod repository;
mod rows;

pub(crate) use hints::Listener;
