//! A bounded number of places, and a bounded line before them.

use std::time::Duration;

use metrics::{Gauge, describe_gauge, gauge};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::Admission;

/// How long anybody waits in the line. Who would wait longer has given up, or will have by the
/// time of his answer; so even a line that hardly moves is served from its fresh end.
const PATIENCE: Duration = Duration::from_secs(1);

/// Lets a bounded number of requests in, first come, first served.
pub(super) struct Gate {
    /// One for each that may be worked on.
    places: Semaphore,
    /// One for each of these, and one for each that may wait.
    line: Semaphore,
    in_flight: Gauge,
    queued: Gauge,
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// The line is full.
    Full,
    /// He has waited for too long.
    Waited,
}

/// Somebody's place, until it is dropped.
pub(super) struct Place<'a> {
    _permits: [SemaphorePermit<'a>; 2],
    _counted: Counted<'a>,
}

impl Gate {
    pub(super) fn new(admission: &Admission) -> Self {
        describe_gauge!(
            "thoughts_requests_in_flight",
            "Requests that are worked on, but for those that ask how the service is."
        );
        describe_gauge!(
            "thoughts_requests_queued",
            "Requests that wait for others to be done."
        );
        let permits = |count: usize| Semaphore::new(count.min(Semaphore::MAX_PERMITS));
        Self {
            places: permits(admission.max_in_flight),
            line: permits(admission.max_in_flight.saturating_add(admission.max_queued)),
            in_flight: gauge!("thoughts_requests_in_flight"),
            queued: gauge!("thoughts_requests_queued"),
        }
    }

    /// Waits for a place, where there is room to wait. Whoever goes away meanwhile leaves his room
    /// to the next.
    pub(super) async fn enter(&self) -> Result<Place<'_>, Refusal> {
        let line = self.line.try_acquire().map_err(|_| Refusal::Full)?;
        // Nobody is passed by: a place that comes free belongs to the first of those who wait.
        let place = if let Ok(place) = self.places.try_acquire() {
            place
        } else {
            let _counted = Counted::by(&self.queued);
            let place = timeout(PATIENCE, self.places.acquire()).await;
            place
                .map_err(|_| Refusal::Waited)?
                .map_err(|_| Refusal::Full)?
        };
        Ok(Place {
            _permits: [place, line],
            _counted: Counted::by(&self.in_flight),
        })
    }
}

/// One more on a gauge, until it is dropped.
struct Counted<'a>(&'a Gauge);

impl<'a> Counted<'a> {
    fn by(gauge: &'a Gauge) -> Self {
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
