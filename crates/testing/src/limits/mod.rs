//! Rate limits: the suite of their port, and a limiter by the clock of tests.

#[doc(hidden)]
pub mod contract;
mod memory;
mod scene;

pub use memory::{MemoryLimiter, only};
pub use scene::{LimitScene, PassTime};
