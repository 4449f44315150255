//! One file per intention, and the ports that it needs.
//!
//! Every room holds its ports (`ports.rs`, or a folder of that name), the views that its readers
//! get (`views.rs`), and one file for each intention: its command, its error enum, the trait that
//! a delivery calls, and the struct that does it.
//!
//! - **Writes** go through [`storage::Store::begin`]: one unit of work holds the state, its
//!   counters, the event and the idempotent answer; dropping it takes everything back.
//! - **Reads** go straight to a query port, in a constant number of statements.
//!
//! To add a capability: a room with a repository trait (handed out by
//! [`storage::UnitOfWork`]), a query port, the use cases; then fill the ports in both adapters
//! under a contract suite in `testing`, give it a room in `http`, and wire it in `server`.

pub mod accounts;
pub mod comments;
pub mod discovery;
pub mod engagement;
pub mod erasure;
pub mod events;
pub mod export;
pub mod feed;
pub mod graph;
pub mod idempotency;
pub mod integrity;
pub mod limits;
pub mod mail;
pub mod moderation;
pub mod notifications;
pub mod paging;
pub mod posts;
pub mod ranked;
pub mod readers;
pub mod second_factor;
pub mod seed;
pub mod storage;
pub mod system;
