//! Keeps workers at work, and ends them together.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How long a worker rests after it has panicked.
const REST: Duration = Duration::from_secs(1);

/// The workers of this process.
#[derive(Default)]
pub struct Workers {
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Workers {
    /// Starts a worker that works until it is stopped; when it panics or ends before, it is
    /// started again.
    pub fn add<F, W>(&mut self, name: &'static str, work: F)
    where
        F: Fn() -> W + Send + Sync + 'static,
        W: Future<Output = ()> + Send + 'static,
    {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            let supervised = async {
                loop {
                    let mut one = JoinSet::new();
                    one.spawn(work());
                    if let Some(Err(error)) = one.join_next().await {
                        tracing::error!(worker = name, %error, "a worker failed and starts again");
                    }
                    sleep(REST).await;
                }
            };
            // Dropping the set inside aborts the worker: each of its steps is one transaction.
            stop.run_until_cancelled(supervised).await;
        });
    }

    /// Ends all workers and waits until they have.
    pub async fn stop(mut self) {
        self.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}
