//! Whether the service lives, is ready, and how its parts are.

mod check;
mod drain;
mod routes;
mod wire;

use poem::Request;

pub use drain::DrainState;
pub(crate) use routes::HealthApi;
pub(crate) use wire::examples;

/// What must answer when nothing else does: it is neither limited nor kept waiting.
pub(crate) fn always_answers(request: &Request) -> bool {
    matches!(
        request.uri().path(),
        "/livez" | "/readyz" | "/healthcheck" | "/metrics"
    )
}
