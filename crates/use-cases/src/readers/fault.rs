//! A panic in a reader is a fault of the event that it worked on, and ends nothing else.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use super::ReaderError;

/// Runs a reader's work. What the work was doing is thrown away with its unit of work, so that
/// nothing half done is seen afterwards.
pub(super) async fn caught<T>(
    work: impl Future<Output = Result<T, ReaderError>>,
) -> Result<T, ReaderError> {
    let mut work = pin!(work);
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)))
            // What the panic says may quote what a user wrote.
            .unwrap_or_else(|_| Poll::Ready(Err(ReaderError::Event("the reader panicked".into()))))
    })
    .await
}

/// An error with its causes, in one line.
pub(super) fn told(error: &ReaderError) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST).collect()
}

/// How much of an error is kept.
const LONGEST: usize = 500;
