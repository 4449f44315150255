//! Rate limits within one process.
//!
//! [`GovernorLimiter`] keeps account in this process (GCRA, by the crate `governor`) in bounded
//! memory; [`Unlimited`] grants everything; [`Tuned`] puts the operator's budgets before either.
//!
//! A store that replicas share is an adapter of its own, and falls back on the first of these.

mod bucket;
mod limiter;
mod store;
mod tuned;
mod unlimited;

pub use limiter::GovernorLimiter;
pub use tuned::Tuned;
pub use unlimited::Unlimited;
