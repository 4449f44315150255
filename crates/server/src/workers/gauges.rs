//! Measures what no request measures: the pool, the outbox and the readers.

mod erasures;

use std::sync::Arc;
use std::time::Duration;

use metrics::{describe_gauge, gauge};
use tokio::time::{MissedTickBehavior, interval};

use super::{Tools, readers};

const PERIOD: Duration = Duration::from_secs(5);

pub(super) async fn run(tools: Arc<Tools>) {
    describe_gauge!(
        "thoughts_pool_connections",
        "Connections to the database, by state: open, idle (of the open ones), max."
    );
    describe_gauge!(
        "thoughts_outbox_depth",
        "Events that are committed and have no place in the log yet."
    );
    readers::describe();
    erasures::describe();
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let pool = tools.storage.probe.pool();
        for (state, count) in [("open", pool.open), ("idle", pool.idle), ("max", pool.max)] {
            gauge!("thoughts_pool_connections", "state" => state).set(count);
        }
        match tools.storage.log.outbox_depth().await {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a gauge is a float; 2^53 events do not wait"
            )]
            Ok(depth) => gauge!("thoughts_outbox_depth").set(depth as f64),
            Err(error) => tracing::debug!(%error, "the outbox cannot be measured"),
        }
        readers::measure(&tools).await;
        erasures::measure(&tools).await;
        // Folds recorded durations into their buckets, so that memory stays bounded.
        tools.metrics.run_upkeep();
    }
}
