//! How the file is opened.

mod error;
mod lock;
mod options;
mod pools;

pub use error::OpenError;
pub(crate) use lock::InstanceLock;
pub use options::SqliteOptions;
pub(crate) use pools::{default_readers, open_pools};
