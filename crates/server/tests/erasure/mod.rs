//! Accounts that are erased.

#[cfg(feature = "crash-points")]
mod crashes;
mod pending;
mod traces;
