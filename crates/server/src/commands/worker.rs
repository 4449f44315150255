//! `thoughts worker`

use std::sync::Arc;

use thoughts_identity::SystemClock;
use tokio::sync::watch;

use crate::cli::WorkerOptions;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::serving::{MetricsListener, signalled};
use crate::storage::Storage;
use crate::wiring::{named, steps};
use crate::{environment, telemetry, workers};

pub(super) async fn run(options: &WorkerOptions) -> Result<(), Failure> {
    let readers = named(&options.only)?;
    logging::start(&options.log, Target::Stdout)?;
    environment::warn_of_what_has_no_effect();
    let metrics = telemetry::start()?;
    let steps = steps()?;

    let storage = Storage::to_serve(&options.storage).await?;
    let told_to_stop = signalled()?;
    let listener = match options.metrics_addr {
        Some(address) => Some(MetricsListener::bind(address, &metrics).await?),
        None => None,
    };
    let names: Vec<_> = readers.iter().map(|reader| reader.name()).collect();
    let address = listener.as_ref().and_then(MetricsListener::url);
    tracing::info!(readers = names.join(","), metrics = address, "working");
    let tools = Arc::new(workers::Tools {
        storage: storage.clone(),
        clock: Arc::new(SystemClock::new()),
        metrics,
        steps,
        head: watch::Sender::default(),
    });
    let workers = workers::of_the_log(&tools, readers);
    let served = if let Some(listener) = listener {
        listener.serve(told_to_stop).await
    } else {
        told_to_stop.await;
        Ok(())
    };
    workers.stop().await;
    storage.close().await;
    tracing::info!("stopped");
    served
}
