//! Rate limits that replicas share in Redis.
//!
//! [`RedisLimiter`] spends by one atomic script with the server's own time. A request never waits
//! for Redis longer than [`PATIENCE`]; when it is away the limiter goes on with the one of this
//! process at once, says so, and comes back by itself ([`RedisLimiter::keep_connected`]).

mod address;
mod limiter;
mod link;
mod scripts;

pub use address::{RedisAddress, RedisAddressError};
pub use limiter::RedisLimiter;
pub use link::PATIENCE;
