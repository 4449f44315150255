//! Seals secrets anew that are sealed under another key than the present one: at the start, then
//! every hour, so that after a change of keys the old one can be forgotten.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{Tools, Upkeep};

const PERIOD: Duration = Duration::from_hours(1);

pub(super) async fn run(_tools: Arc<Tools>, upkeep: Arc<Upkeep>) {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match upkeep.reseal.execute().await {
            Ok(resealed) => {
                if resealed.done > 0 {
                    let secrets = resealed.done;
                    tracing::info!(secrets, "sealed secrets under the present key");
                }
                if resealed.unreadable > 0 {
                    let secrets = resealed.unreadable;
                    tracing::error!(
                        secrets,
                        "no listed key opens some secrets of second factors; list the key that \
                         signed before them in AUTH_PREVIOUS_SIGNING_KEYS"
                    );
                }
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "resealing failed; the next try is in an hour");
            }
        }
    }
}
