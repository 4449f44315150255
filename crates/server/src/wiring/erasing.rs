//! Erasures, counted and told of.

use std::sync::Arc;

use async_trait::async_trait;
use metrics::counter;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::erasure::{
    ContinueErasure, ErasureFailure, ErasureProgress, ErasureStep, ErasureSteps,
};

/// Who is told of all that an erasure writes: nobody, except in a program that was built to be
/// crashed.
#[cfg(not(feature = "crash-points"))]
pub(super) fn steps() -> Arc<dyn ErasureSteps> {
    Arc::new(thoughts_use_cases::readers::Unwatched)
}

/// Who is told of all that an erasure writes.
#[cfg(feature = "crash-points")]
pub(super) fn steps() -> Arc<dyn ErasureSteps> {
    Arc::new(crate::erasure_crash_points::BeforeCommits)
}

/// Counts every batch and logs every failure of the erasure inside.
pub struct WatchedErasure<E>(pub E);

#[async_trait]
impl<E: ContinueErasure> ContinueErasure for WatchedErasure<E> {
    async fn execute(&self, of: Option<UserId>) -> Result<Option<ErasureProgress>, ErasureFailure> {
        #[cfg(feature = "crash-points")]
        if of.is_some() {
            crate::erasure_crash_points::point("requested");
        }
        let outcome = self.0.execute(of).await;
        match &outcome {
            Ok(None) => {}
            Ok(Some(progress)) => {
                #[cfg(feature = "crash-points")]
                crate::erasure_crash_points::point(progress.step.as_str());
                counter!("thoughts_erasure_batches_total", "step" => progress.step.as_str())
                    .increment(1);
                if progress.finished {
                    tracing::info!(user_id = %progress.user_id, "erased an account");
                }
            }
            Err(failure) => tell(failure),
        }
        outcome
    }
}

fn tell(failure: &ErasureFailure) {
    let step = failure
        .at
        .map_or("claim", |(_, step)| ErasureStep::as_str(step));
    counter!("thoughts_erasure_failures_total", "step" => step).increment(1);
    let mut cause = failure.cause.to_string();
    if let Some(deeper) = std::error::Error::source(&failure.cause) {
        cause = format!("{cause}: {deeper}");
    }
    tracing::warn!(
        user_id = failure.at.map(|(user, _)| tracing::field::display(user)),
        step,
        attempts = failure.attempts,
        until = failure.until.map(tracing::field::display),
        cause,
        "erasing an account failed and is tried again"
    );
}
