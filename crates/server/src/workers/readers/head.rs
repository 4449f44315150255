//! How far the log is: looked up once for all readers of this process.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

use crate::workers::Tools;

/// How long to rest when the storage cannot say.
const REST: Duration = Duration::from_secs(1);

/// Keeps [`Tools::head`] true. Hints make it quick; looking now and then makes it certain.
pub(in crate::workers) async fn run(tools: Arc<Tools>) {
    let hints = &tools.storage.hints;
    let hinted = Notify::new();
    let listen = async {
        loop {
            hints.hint().await;
            hinted.notify_one();
        }
    };
    let look = async {
        loop {
            match tools.storage.log.head().await {
                Ok(found) => {
                    tools.head.send_if_modified(|known| {
                        let grown = known.as_ref() != Some(&found);
                        if grown {
                            *known = Some(found);
                        }
                        grown
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "the log's head cannot be read");
                    sleep(REST).await;
                }
            }
            tokio::select! {
                () = hinted.notified() => {}
                () = sleep(hints.patience()) => {}
            }
        }
    };
    let ((), ()) = tokio::join!(listen, look);
}
