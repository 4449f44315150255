//! Adds to the counters of popular posts what was counted beside them.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::{Tools, Upkeep};

/// Reads are exact whatever it is; the shorter, the fewer rows they add up. While nothing is
/// popular, a look costs one cheap statement.
const PERIOD: Duration = Duration::from_secs(1);
const BATCH: u32 = 100;
const LONGEST_REST: Duration = Duration::from_mins(1);

pub(super) async fn run(tools: Arc<Tools>, _upkeep: Arc<Upkeep>) {
    let mut rest = PERIOD;
    loop {
        match tools.storage.counters.fold(BATCH).await {
            Ok(_) => rest = PERIOD,
            Err(error) => {
                rest = (rest * 2).min(LONGEST_REST);
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "bringing counters together failed; tried again");
            }
        }
        sleep(rest).await;
    }
}
