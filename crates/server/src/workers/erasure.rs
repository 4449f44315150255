//! Goes on with the erasure of accounts that were deleted.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::{Tools, Upkeep};

/// Between two looks for a job; what fails rests longer, each job for itself.
const IDLE: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(30);

pub(super) async fn run(tools: Arc<Tools>, upkeep: Arc<Upkeep>) {
    let mut rest = IDLE;
    loop {
        // A look that takes no lock; only where there is something to do, a unit of work begins.
        let due = match tools.storage.erasures.backlog(tools.clock.now()).await {
            Ok(backlog) => backlog.due > 0,
            Err(error) => {
                tracing::debug!(%error, "pending erasures cannot be read");
                false
            }
        };
        let done = if due {
            upkeep.erasing.execute(None).await
        } else {
            Ok(None)
        };
        match done {
            Ok(Some(_)) => rest = IDLE,
            Ok(None) => {
                rest = IDLE;
                sleep(rest).await;
            }
            // Told of where it happened.
            Err(_) => {
                sleep(rest).await;
                rest = (rest * 2).min(LONGEST_REST);
            }
        }
    }
}
