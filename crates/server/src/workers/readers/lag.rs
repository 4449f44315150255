//! How far readers are behind: the same on every replica, whoever leads.

use metrics::{describe_gauge, gauge};
use thoughts_use_cases::readers::SubscriptionState;

use crate::workers::Tools;

pub(in crate::workers) fn describe() {
    describe_gauge!(
        "thoughts_reader_lag_events",
        "Events of the log that a reader has not passed."
    );
    describe_gauge!(
        "thoughts_reader_lag_seconds",
        "Age of the first event that a reader has not passed; 0 when there is none."
    );
    describe_gauge!(
        "thoughts_reader_parked_events",
        "Events that a reader has parked; see `thoughts events parked`."
    );
    describe_gauge!(
        "thoughts_reader_stopped",
        "1 when a reader lost its place and waits for `thoughts rebuild`."
    );
    describe_gauge!(
        "thoughts_reader_leading",
        "1 when this process leads a reader, 0 when it stands by."
    );
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a gauge is a float; 2^53 events do not wait"
)]
pub(in crate::workers) async fn measure(tools: &Tools) {
    let statuses = match tools.storage.subscriptions.subscriptions().await {
        Ok(statuses) => statuses,
        Err(error) => {
            tracing::debug!(%error, "readers cannot be measured");
            return;
        }
    };
    let now = tools.clock.now();
    for status in statuses {
        let age = status.oldest_ahead.map(|oldest| now.since(oldest));
        let stopped = matches!(status.subscription.state, SubscriptionState::Stopped { .. });
        let name = status.subscription.name;
        gauge!("thoughts_reader_lag_events", "reader" => name.clone()).set(status.behind as f64);
        gauge!("thoughts_reader_lag_seconds", "reader" => name.clone())
            .set(age.unwrap_or_default().as_secs_f64());
        gauge!("thoughts_reader_parked_events", "reader" => name.clone()).set(status.parked as f64);
        gauge!("thoughts_reader_stopped", "reader" => name).set(f64::from(u8::from(stopped)));
    }
}
