//! Keeps the keys of the outside provider fresh.

use std::sync::Arc;
use std::time::Duration;

use thoughts_oidc::REFRESH_PERIOD;
use tokio::time::sleep;

use super::{Tools, Upkeep};

/// After a fetch that failed.
const PAUSE: Duration = Duration::from_secs(30);

pub(super) async fn run(tools: Arc<Tools>, upkeep: Arc<Upkeep>) {
    let Some(provider) = &upkeep.outside else {
        return std::future::pending().await;
    };
    loop {
        // The adapter says in the log when it begins to fail, and when it works again.
        let fetched = provider.refresh(tools.clock.now()).await;
        sleep(if fetched.is_ok() {
            REFRESH_PERIOD
        } else {
            PAUSE
        })
        .await;
    }
}
