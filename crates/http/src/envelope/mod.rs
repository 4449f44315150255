//! What goes around every request, whichever route takes it: the request id, the one shape of
//! errors, headers, one line of the log, metrics.

mod body_limit;
mod cors;
mod headers;
mod report;
mod request_id;
mod shape;
mod trace_context;

use std::sync::Arc;
use std::time::Instant;

use poem::{Endpoint, IntoResponse, Request, Response, Result};
use tracing::Instrument;

pub(crate) use body_limit::LimitedBody;
pub(crate) use cors::CorsGate;
pub(crate) use headers::{DOCS_POLICY, NeverCached, Policy};
pub(crate) use shape::{Shaped, problem};

use crate::context::RequestContext;
use crate::ports::Ports;
use crate::problem::of_poem;
use report::Report;

/// The envelope around all routes.
pub(crate) struct Envelope<E> {
    inner: E,
    ports: Arc<Ports>,
}

impl<E> Envelope<E> {
    pub(crate) const fn new(inner: E, ports: Arc<Ports>) -> Self {
        Self { inner, ports }
    }
}

impl<E: Endpoint> Endpoint for Envelope<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let began = Instant::now();
        let request_id = request_id::accept(&request, &*self.ports.ids);
        let trace = trace_context::accept(&request);
        let context = RequestContext::open(&request, request_id, trace, Arc::clone(&self.ports));
        let report = Report::begin(&request, context.client, began);
        let method = request.method().clone();
        request.set_data(Arc::clone(&context));

        // The line of each request names it anyway. A span would add the name to what libraries
        // say meanwhile, and is left out unless somebody looks for more than `info`: sqlx enters
        // and leaves it several times for every row.
        let span = tracing::debug_span!("request", request_id = %context.request_id);
        let mut response = match self.inner.call(request).instrument(span).await {
            Ok(answer) => answer.into_response(),
            Err(error) => problem(&of_poem(error), &context),
        };
        headers::finish(&mut response, &method, &context);
        report.end(&context, &response);
        Ok(response)
    }
}
