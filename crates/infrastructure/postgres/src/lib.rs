//! The storage ports on `PostgreSQL` 15 or later.
//!
//! [`PostgresStorage`] implements every storage port. Each room has the same three kinds of file:
//! `repository.rs` (writes, within [`thoughts_use_cases::storage::UnitOfWork`]), `queries.rs`
//! (reads, straight from the pool) and `rows.rs` (what a row looks like, and the one list of
//! columns that every query of the room shares).
//!
//! Three habits:
//!
//! - **One statement where one is enough.** What belongs together (a comment, its counters, the
//!   hold on its author) is one statement of several CTEs, whose order of locks is fixed by what
//!   reads from what. Who has to see what another transaction has just committed takes the lock in
//!   one statement and reads in the next, which has a snapshot of its own.
//! - **The order of locks is user, or post then comment.** Where that cannot be kept (an erasure
//!   against its author's own writes) `PostgreSQL` finds the deadlock and the caller gets a
//!   [`thoughts_use_cases::storage::StorageError::Conflict`].
//! - **A plan does not depend on statistics.** Authors are looked up one by one behind `OFFSET 0`,
//!   which the planner cannot turn into a join of whole tables.
//!
//! To add a capability: a migration, a room with the three files, a line in `unit_of_work.rs`, the
//! contract suite's line in `tests`, and `scripts/prepare-sqlx postgres`.

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
mod filling;
mod graph;
mod idempotency;
mod integrity;
mod mail;
mod maintenance;
mod migrations;
mod moderation;
mod notifications;
mod options;
mod paging;
mod posts;
mod probe;
mod ranked;
mod readers;
mod second_factor;
mod seed;
mod storage;
mod store;
mod transaction;
mod unit_of_work;

pub use connection::ConnectError;
pub use migrations::MigrateError;
pub use options::PostgresOptions;
pub use storage::PostgresStorage;
