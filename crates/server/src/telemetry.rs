//! Metrics in the text format of Prometheus.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::failure::Failure;

/// Upper bounds in seconds, from a cached read to a request that timed out.
const DURATIONS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// Collects what is recorded from now on.
///
/// # Errors
/// [`Failure::Refused`] when something collects already.
pub fn start() -> Result<PrometheusHandle, Failure> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("duration_seconds".to_owned()), DURATIONS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| Failure::refused(format!("metrics cannot be collected: {error}")))
}
