//! Errors in the one shape.

use std::sync::Arc;

use poem::{Endpoint, IntoResponse, Request, Response, Result};

use super::report;
use crate::context::{RequestContext, context};
use crate::problem::{Problem, of_poem, render};

/// The answer to a problem; its cause goes to the log here, and nowhere else.
pub(crate) fn problem(problem: &Problem, context: &RequestContext) -> Response {
    report::log_cause(problem, &context.request_id);
    let public_url = context.ports.settings.public_url.as_deref();
    render(problem, public_url, &context.path, &context.request_id)
}

/// Errors of routes, shaped before anything around them sees them: poem's `Cors` would make
/// plain texts of them.
pub(crate) struct Shaped<E>(pub(crate) E);

impl<E: Endpoint> Endpoint for Shaped<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let context = Arc::clone(context(&request)?);
        match self.0.call(request).await {
            Ok(answer) => Ok(answer.into_response()),
            Err(error) => Ok(problem(&of_poem(error), &context)),
        }
    }
}
