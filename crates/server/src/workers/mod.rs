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
    workers.add("session watch", Arc::clone(&tools), session_watch::run);
    workers.add("housekeeping", Arc::clone(&tools), housekeeping::run);
    workers.add("gauges", Arc::clone(&tools), gauges::run);
    if tools.storage.needs_sequencer() {
        workers.add("sequencer", tools, sequencer::run);
    }
    workers
}
