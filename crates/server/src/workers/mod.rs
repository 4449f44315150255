//! What runs beside the requests.

mod gauges;
mod housekeeping;
mod sequencer;
mod session_watch;
mod supervisor;

use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use thoughts_use_cases::accounts::SessionWatch;
use thoughts_use_cases::storage::RetentionPolicy;
use thoughts_use_cases::system::Clock;

use crate::storage::Storage;

pub use supervisor::Workers;

/// What workers work with.
pub struct Tools {
    /// The storage.
    pub storage: Storage,
    /// Is told of ended sessions.
    pub watch: Arc<SessionWatch>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// How long things are kept.
    pub retention: RetentionPolicy,
    /// Collects metrics.
    pub metrics: PrometheusHandle,
}

/// Starts every worker that the storage needs.
#[must_use]
pub fn start(tools: Tools) -> Workers {
    let tools = Arc::new(tools);
    let mut workers = Workers::default();
    // Each start of a worker gets the tools anew.
    macro_rules! add {
        ($name:literal, $work:path) => {
            let tools = Arc::clone(&tools);
            workers.add($name, move || $work(Arc::clone(&tools)));
        };
    }
    add!("session watch", session_watch::run);
    add!("housekeeping", housekeeping::run);
    add!("gauges", gauges::run);
    if tools.storage.needs_sequencer() {
        add!("sequencer", sequencer::run);
    }
    workers
}
