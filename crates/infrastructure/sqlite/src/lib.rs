//! The storage ports on `SQLite`: the embedded default, one file, one process that serves it.
//!
//! - **One writer, many readers.** Units of work share one connection, which begins each with
//!   `BEGIN IMMEDIATE`; query ports use a pool of read-only connections. In WAL mode neither waits
//!   for the other.
//! - **Acknowledged means durable**: `synchronous=FULL`, so that each commit is synced to disk.
//! - **The writer gives events their positions itself**: there is no outbox to be sequenced.
//! - **Reads take the log's position in the statement that reads the rows**, so that both come
//!   from one snapshot.
//!
//! To add a repository: a migration (`migrations/`), a folder with the room's name that implements
//! the repository trait for the unit of work and the query port for [`SqliteStorage`], a line in
//! `unit_of_work.rs`, and `scripts/prepare-sqlx sqlite`.

mod accounts;
mod comments;
mod connection;
mod convert;
mod discovery;
mod engagement;
mod erasure;
mod errors;
mod events;
mod feed;
mod graph;
mod idempotency;
mod integrity;
mod mail;
mod maintenance;
mod moderation;
mod notifications;
mod posts;
mod probe;
mod ranked;
mod readers;
mod room;
mod second_factor;
mod seed;
mod snapshot;
mod store;
mod unit_of_work;

pub use connection::{OpenError, SqliteOptions};
pub use store::SqliteStorage;
