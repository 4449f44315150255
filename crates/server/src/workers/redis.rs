//! Keeps the connection to Redis, makes a new one whenever it was away, and says so in a metric.

use std::sync::Arc;
use std::time::Duration;

use metrics::{describe_gauge, gauge};
use thoughts_use_cases::limits::{LimiterState, RateLimiter};
use tokio::time::sleep;

use super::{Tools, Upkeep};

const PERIOD: Duration = Duration::from_secs(1);

pub(super) async fn run(_: Arc<Tools>, upkeep: Arc<Upkeep>) {
    describe_gauge!(
        "thoughts_rate_limits_degraded",
        "1 while the store that replicas share their rate limits in is away."
    );
    let Some(redis) = &upkeep.redis else { return };
    let measuring = async {
        loop {
            let degraded = redis.state() == LimiterState::Degraded;
            gauge!("thoughts_rate_limits_degraded").set(f64::from(u8::from(degraded)));
            sleep(PERIOD).await;
        }
    };
    tokio::select! {
        () = redis.keep_connected() => {}
        () = measuring => {}
    }
}
