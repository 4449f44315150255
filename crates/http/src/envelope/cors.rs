//! Pages of other origins.

use std::collections::HashSet;
use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderValue, Method, header};
use poem::middleware::Cors;
use poem::{Endpoint, EndpointExt, Request, Response, Result};

/// poem's `Cors`, only for origins that are listed exactly.
///
/// Left to itself it mirrors every origin when none is listed, panics on a regular expression
/// over an origin that is not ASCII, refuses same-origin requests that name their origin, and
/// sends no `Vary` for an exact list (the envelope does).
pub(crate) struct CorsGate {
    origins: HashSet<HeaderValue>,
    with: BoxEndpoint<'static>,
    without: Arc<BoxEndpoint<'static>>,
}

/// What a page may send.
const METHODS: [Method; 5] = [
    Method::GET,
    Method::POST,
    Method::PATCH,
    Method::PUT,
    Method::DELETE,
];
/// What a page may read beyond the safe-listed headers.
const EXPOSED: [&str; 11] = [
    "deprecation",
    "etag",
    "event-position",
    "idempotency-replayed",
    "link",
    "location",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "sunset",
    "x-request-id",
];

impl CorsGate {
    pub(crate) fn new(inner: BoxEndpoint<'static>, origins: &[String]) -> Self {
        let origins: HashSet<HeaderValue> = origins
            .iter()
            .filter_map(|origin| HeaderValue::from_str(origin).ok())
            .collect();
        let without = Arc::new(inner);
        let cors = Cors::new()
            .allow_origins(origins.iter().cloned())
            .allow_methods(METHODS)
            .expose_headers(EXPOSED)
            .max_age(600);
        let with = Arc::clone(&without).with(cors).boxed();
        Self {
            origins,
            with,
            without,
        }
    }
}

impl Endpoint for CorsGate {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let origin = request.headers().get(header::ORIGIN);
        let listed = origin.is_some_and(|origin| self.origins.contains(origin));
        let preflight = request.method() == Method::OPTIONS;
        let asks = request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if listed && (asks || !preflight) {
            self.with.call(request).await
        } else {
            self.without.call(request).await
        }
    }
}
