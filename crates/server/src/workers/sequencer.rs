//! Gives committed events their place in the log.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::Tools;

/// Short, because a reader should see a commit within 50 ms; polling costs one cheap statement.
const IDLE: Duration = Duration::from_millis(25);
const BATCH: u32 = 500;
const LONGEST_REST: Duration = Duration::from_secs(5);

pub(super) async fn run(tools: Arc<Tools>) {
    let mut rest = IDLE;
    loop {
        match tools.storage.log.sequence(BATCH).await {
            Ok(moved) => {
                if rest > IDLE {
                    tracing::info!("the sequencer works again");
                    rest = IDLE;
                }
                if moved == 0 {
                    sleep(IDLE).await;
                }
            }
            Err(error) => {
                rest = (rest * 2).min(LONGEST_REST);
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "the sequencer failed and tries again");
                sleep(rest).await;
            }
        }
    }
}
