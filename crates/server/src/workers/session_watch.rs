//! Learns which sessions other replicas have ended, and whose standing has changed.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{Tools, Upkeep};

/// An end must hold on every replica within two seconds; the watch trusts a look for 1.5 s.
const PERIOD: Duration = Duration::from_millis(500);

pub(super) async fn run(tools: Arc<Tools>, upkeep: Arc<Upkeep>) {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        match upkeep.watch.refresh(tools.clock.now()).await {
            Ok(()) => {
                if failing {
                    tracing::info!("ended sessions are known again");
                }
                failing = false;
            }
            Err(error) => {
                // Said once: every request asks the storage itself meanwhile, and says so.
                if !failing {
                    tracing::warn!(%error, "ended sessions cannot be read");
                }
                failing = true;
            }
        }
    }
}
