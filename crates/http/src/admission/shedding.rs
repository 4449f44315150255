//! What is said of those who are not let in.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use metrics::{Counter, counter, describe_counter};
use poem::Response;
use tokio::time::Instant;

use super::gate::Refusal;
use crate::context::RequestContext;
use crate::envelope::problem;
use crate::problem::{Problem, kinds};

/// When to try again, in seconds.
pub(super) const PAUSE: u32 = 1;

/// How often the log tells of it. A line for each would cost more than the refusal, just when
/// nothing is left to spend.
const PERIOD: Duration = Duration::from_secs(1);

/// Marks an answer of which the log tells with others, in one line.
#[derive(Clone, Copy)]
pub(crate) struct Shed;

/// Answers those who are not let in, and tells of them.
pub(super) struct Shedding {
    full: Counter,
    waited: Counter,
    untold: Mutex<Untold>,
}

struct Untold {
    since: Option<Instant>,
    count: u64,
}

impl Shedding {
    pub(super) fn new() -> Self {
        const NAME: &str = "thoughts_requests_shed_total";
        describe_counter!(
            NAME,
            "Requests that were refused because too many others were there: the line was full, or \
             they had waited in it for too long."
        );
        Self {
            full: counter!(NAME, "reason" => "full"),
            waited: counter!(NAME, "reason" => "waited"),
            untold: Mutex::new(Untold {
                since: None,
                count: 0,
            }),
        }
    }

    pub(super) fn answer(&self, refusal: Refusal, context: &RequestContext) -> Response {
        match refusal {
            Refusal::Full => self.full.increment(1),
            Refusal::Waited => self.waited.increment(1),
        }
        self.tell();
        let busy = Problem::new(&kinds::UNAVAILABLE).retry_after(PAUSE);
        let mut response = problem(&busy, context);
        response.set_data(Shed);
        response
    }

    fn tell(&self) {
        let mut untold = self.untold.lock().unwrap_or_else(PoisonError::into_inner);
        untold.count += 1;
        let now = Instant::now();
        if untold
            .since
            .is_some_and(|told| now.duration_since(told) < PERIOD)
        {
            return;
        }
        let count = std::mem::take(&mut untold.count);
        untold.since = Some(now);
        drop(untold);
        tracing::warn!(count, "too busy: requests were refused");
    }
}
