//! Getting connected.

mod connector;
mod error;
mod executor;
mod lease;
mod pool;
mod settings;
mod soundness;

pub use error::ConnectError;
pub(crate) use lease::Lease;
pub(crate) use pool::{Pool, open_pool};
pub(crate) use settings::unlimited;
pub(crate) use soundness::suspect;
