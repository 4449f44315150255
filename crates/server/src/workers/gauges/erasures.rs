//! How many accounts wait to be erased to the end, and for how long.

use metrics::{describe_counter, describe_gauge, gauge};

use super::Tools;

pub(super) fn describe() {
    describe_gauge!(
        "thoughts_erasures_pending",
        "Deleted accounts of which something is still to be erased."
    );
    describe_gauge!(
        "thoughts_erasures_failing",
        "Those of them whose last batch failed; the log says why."
    );
    describe_gauge!(
        "thoughts_erasures_oldest_seconds",
        "Seconds since the oldest of them was deleted; 0 when there is none."
    );
    describe_counter!(
        "thoughts_erasure_batches_total",
        "Batches of erasures that were done, by step."
    );
    describe_counter!(
        "thoughts_erasure_failures_total",
        "Batches of erasures that failed, by step."
    );
}

pub(super) async fn measure(tools: &Tools) {
    let now = tools.clock.now();
    match tools.storage.erasures.backlog(now).await {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a gauge is a float; 2^53 accounts do not wait"
        )]
        Ok(backlog) => {
            gauge!("thoughts_erasures_pending").set(backlog.pending as f64);
            gauge!("thoughts_erasures_failing").set(backlog.failing as f64);
            let age = backlog.oldest.map(|oldest| now.since(oldest));
            let age = age.unwrap_or_default().as_secs_f64();
            gauge!("thoughts_erasures_oldest_seconds").set(age);
        }
        Err(error) => tracing::debug!(%error, "pending erasures cannot be measured"),
    }
}
