//! Readers of the event log in the program: killed at every step, taken over, asked to try again.

mod commands;
#[cfg(feature = "crash-points")]
mod crashes;
#[cfg(feature = "crash-points")]
mod killed;
mod place;
#[cfg(feature = "crash-points")]
mod search;
mod takeover;
mod town;
#[cfg(feature = "crash-points")]
mod trending;
