//! Getting connected.

mod error;
mod pool;
mod soundness;

pub use error::ConnectError;
#[cfg(test)]
pub(crate) use pool::pool_options;
pub(crate) use pool::{open_pool, unlimited};
pub(crate) use soundness::suspect;
