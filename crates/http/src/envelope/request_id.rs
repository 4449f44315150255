//! The name of a request.

use poem::Request;
use poem::http::HeaderName;
use thoughts_use_cases::system::IdGenerator;

/// Where it stands, both ways.
pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The client's own, when it is 1 to 128 of `A-Za-z0-9._-`; a fresh one otherwise, so that
/// nothing can be smuggled into logs.
pub(super) fn accept(request: &Request, ids: &dyn IdGenerator) -> String {
    let given = request.headers().get(X_REQUEST_ID);
    let given = given.and_then(|value| value.to_str().ok());
    match given {
        Some(id) if is_sane(id) => id.to_owned(),
        _ => ids.next().to_string(),
    }
}

fn is_sane(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}
