//! Readers of the event log in the program: killed at every step, taken over, asked to try again.

mod commands;
#[cfg(feature = "crash-points")]
mod crashes;
mod place;
mod takeover;
mod town;
#[cfg(feature = "crash-points")]
mod trending;
