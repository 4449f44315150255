//! Errors in the one shape.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use poem::{Endpoint, IntoResponse, Request, Response, Result};

use super::report;
use crate::context::{RequestContext, context};
use crate::problem::{Problem, of_panic, of_poem, render};

/// The answer to a problem; its cause goes to the log here, and nowhere else.
pub(crate) fn problem(problem: &Problem, context: &RequestContext) -> Response {
    report::log_cause(problem, &context.request_id);
    let public_url = context.ports.settings.public_url.as_deref();
    render(problem, public_url, &context.path, &context.request_id)
}

/// Errors and panics, shaped before anything around them sees them: poem's `Cors` would make
/// plain texts of the former, and of the latter no page would ever learn.
pub(crate) struct Shaped<E>(pub(crate) E);

impl<E: Endpoint> Endpoint for Shaped<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let context = Arc::clone(context(&request)?);
        let answering = AssertUnwindSafe(self.0.call(request)).catch_unwind();
        Ok(match answering.await {
            Ok(Ok(answer)) => answer.into_response(),
            Ok(Err(error)) => problem(&of_poem(error), &context),
            Err(panic) => problem(&of_panic(&*panic), &context),
        })
    }
}
