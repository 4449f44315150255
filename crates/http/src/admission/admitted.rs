//! The gate around all routes.

use std::sync::Arc;
use std::time::Duration;

use metrics::{Counter, counter, describe_counter};
use poem::{Endpoint, Request, Response, Result};
use tokio::time::{Instant, timeout_at};

use super::Admission;
use super::gate::Gate;
use super::shedding::{PAUSE, Shedding};
use crate::context::{RequestContext, context};
use crate::envelope::problem;
use crate::health;
use crate::problem::{Problem, kinds};

const LATE: &str = "thoughts_requests_late_total";

/// Lets in as many requests as can be served in time, before anything is read or done for them,
/// and ends those that take too long.
pub(crate) struct Admitted<E> {
    inner: E,
    gate: Gate,
    shedding: Shedding,
    deadline: Duration,
    late: Counter,
}

impl<E> Admitted<E> {
    pub(crate) fn new(inner: E, admission: &Admission) -> Self {
        describe_counter!(LATE, "Requests that were ended because they took too long.");
        Self {
            inner,
            gate: Gate::new(admission),
            shedding: Shedding::new(),
            deadline: admission.deadline,
            late: counter!(LATE),
        }
    }
}

impl<E: Endpoint<Output = Response>> Endpoint for Admitted<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if health::always_answers(&request) {
            return self.inner.call(request).await;
        }
        let until = Instant::now() + self.deadline;
        let context = Arc::clone(context(&request)?);
        let _place = match self.gate.enter().await {
            Ok(place) => place,
            Err(refusal) => return Ok(self.shedding.answer(refusal, &context)),
        };
        let reads = request.method().is_safe();
        if let Ok(answer) = timeout_at(until, self.inner.call(request)).await {
            return answer;
        }
        self.late.increment(1);
        Ok(problem(&too_late(reads, &context), &context))
    }
}

/// What was being done is dropped by now, and with it its unit of work. Only a commit may have
/// been under way, and then nobody knows here whether it took effect: the answer must not say
/// that nothing was changed. Before its route has a request nothing can have been.
fn too_late(reads: bool, context: &RequestContext) -> Problem {
    let kind = if reads || context.route.get().is_none() {
        &kinds::UNAVAILABLE
    } else {
        &kinds::GATEWAY_TIMEOUT
    };
    Problem::new(kind)
        .retry_after(PAUSE)
        .because("the request has passed its deadline")
}
