//! A storage in memory that keeps every promise of the ports.
//!
//! A unit of work holds the one writer's lock and a copy of the state; committing puts the copy
//! in place, dropping throws it away. Readers look at the last committed state.

mod accounts;
mod comments;
mod discovery;
mod engagement;
mod erasure;
mod events;
mod export;
mod feed;
mod graph;
mod idempotency;
mod integrity;
mod mail;
mod maintenance;
mod moderation;
mod notifications;
mod paging;
mod posts;
mod ranked;
mod readers;
mod second_factor;
mod seed;
mod state;
mod store;

pub use store::{MemoryStorage, Stall};
