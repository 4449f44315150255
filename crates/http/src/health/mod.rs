//! Whether the service lives, is ready, and how its parts are.

mod check;
mod drain;
mod routes;
mod wire;

pub use drain::DrainState;
pub(crate) use routes::HealthApi;
pub(crate) use wire::examples;
