//! Getting connected.

mod error;
mod pool;

pub use error::ConnectError;
pub(crate) use pool::{is_sound, open_pool, unlimited};
