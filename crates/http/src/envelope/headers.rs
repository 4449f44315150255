//! The headers of every answer, errors included.

use poem::Response;
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use super::request_id::X_REQUEST_ID;
use crate::context::RequestContext;

/// Marks an answer that no cache may keep although it is a public read.
#[derive(Clone, Copy)]
pub(crate) struct NeverCached;

/// Marks an answer with a content security policy of its own.
#[derive(Clone, Copy)]
pub(crate) struct Policy(pub(crate) &'static str);

/// For JSON, which should never be shown as a page.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// For the pages under `/docs`: everything from here, styles that Swagger UI writes itself.
pub(crate) const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What anonymous reads say.
const PUBLIC: &str = "public, max-age=1, stale-while-revalidate=5";

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    // What is sent depends on these; nginx compresses.
    (header::VARY, "Authorization, Accept-Encoding, Origin"),
];

pub(super) fn finish(response: &mut Response, method: &Method, context: &RequestContext) {
    let policy = response.data::<Policy>().map_or(API_POLICY, |own| own.0);
    let caching = caching(response, method, context);
    let standing = context.standing.get().filter(|_| caching != PUBLIC);
    let draining = context.ports.drain.is_draining();
    let headers: &mut HeaderMap = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        headers.insert(X_REQUEST_ID, id);
    }
    if let Some(standing) = standing {
        standing.tell(headers);
    }
    if draining {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
}

/// Who may keep an answer (RFC 9111).
fn caching(response: &Response, method: &Method, context: &RequestContext) -> &'static str {
    let read = matches!(*method, Method::GET | Method::HEAD);
    let good = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if context.has_credentials {
        "private, no-store"
    } else if read && good && response.data::<NeverCached>().is_none() {
        PUBLIC
    } else {
        "no-store"
    }
}
