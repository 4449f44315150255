//! The limit around all routes.

use std::sync::Arc;

use metrics::counter;
use poem::http::{HeaderValue, Method};
use poem::{Endpoint, Request, Response, Result};
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict, budgets};

use super::standing::{Standing, policy};
use super::{place, too_many};
use crate::auth::known_caller;
use crate::context::{RequestContext, context};
use crate::envelope::problem;
use crate::health;
use crate::ports::Ports;
use crate::problem::Problem;

/// Spends from the budget of the user whose token is good, or else of the address, before anything
/// else is done for a request; a change spends from a second one.
pub(crate) struct Limited<E> {
    inner: E,
    per_user: HeaderValue,
    per_address: HeaderValue,
    off: bool,
}

impl<E> Limited<E> {
    pub(crate) fn new(inner: E, ports: &Arc<Ports>) -> Self {
        let policy = |budget| policy(&ports.limiter.effective(budget));
        Self {
            inner,
            per_user: policy(&budgets::REQUESTS_PER_USER),
            per_address: policy(&budgets::REQUESTS_PER_ADDRESS),
            off: ports.limiter.state() == LimiterState::Off,
        }
    }

    async fn admit(&self, request: &Request, context: &RequestContext) -> Result<(), Problem> {
        let limiter = &*context.ports.limiter;
        let caller = known_caller(request, context).await;
        let Some(caller) = caller else {
            let place = place(context.client);
            let verdict = limiter.spend(&budgets::REQUESTS_PER_ADDRESS, &place).await;
            let _ = context
                .standing
                .set(Standing::new(&self.per_address, verdict));
            return judge(&budgets::REQUESTS_PER_ADDRESS, verdict);
        };
        let user = caller.user_id.as_str();
        let verdict = limiter.spend(&budgets::REQUESTS_PER_USER, user).await;
        let _ = context.standing.set(Standing::new(&self.per_user, verdict));
        judge(&budgets::REQUESTS_PER_USER, verdict)?;
        if changes(request.method()) {
            spend(limiter, &budgets::WRITES, user).await?;
        }
        Ok(())
    }
}

impl<E: Endpoint<Output = Response>> Endpoint for Limited<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if self.off || health::always_answers(&request) {
            return self.inner.call(request).await;
        }
        let context = Arc::clone(context(&request)?);
        match self.admit(&request, &context).await {
            Ok(()) => self.inner.call(request).await,
            Err(refused) => Ok(problem(&refused, &context)),
        }
    }
}

/// Spends one, or says no.
pub(super) async fn spend(
    limiter: &dyn RateLimiter,
    budget: &'static Budget,
    key: &str,
) -> Result<(), Problem> {
    judge(budget, limiter.spend(budget, key).await)
}

fn judge(budget: &Budget, verdict: Verdict) -> Result<(), Problem> {
    match verdict {
        Verdict::Granted { .. } => Ok(()),
        Verdict::Refused { retry_after } => {
            counter!("thoughts_rate_limited_total", "budget" => budget.name).increment(1);
            Err(too_many(retry_after))
        }
    }
}

fn changes(method: &Method) -> bool {
    !matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    )
}
