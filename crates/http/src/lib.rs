//! REST over poem: resources, problem documents, the `OpenAPI` document.
//!
//! - [`app`] puts every route together over the use cases and query ports in [`Ports`].
//! - [`openapi_document`] is the contract as it is served at `/openapi.json`.
//! - [`PROBLEMS`] is the catalogue of errors; [`Problem`] is the one shape that all of them have.
//! - [`JsonAnswers`] renders the answers that are kept for retries, with the very code that
//!   answers the first time.
//!
//! A request passes the envelope (request id, headers, one shape of errors, log and metrics), the
//! CORS gate, admission (a bounded number at once, a deadline), rate limits, the limit on bodies,
//! and its route. A handler names its extractors in the order of
//! the contract: who is calling, then parameters and body, all of whose faults are told at once.
//!
//! To add a capability: a room of that name with its wire types (`object!`), its operations, one
//! exhaustive `From` per use case into [`Problem`]; then its ports in [`Ports`] and its API in
//! `app.rs`, and what its operations can answer beyond the usual in `docs/problem_answers.rs`.

mod accounts;
mod admission;
mod answer;
mod app;
mod auth;
mod body;
mod client_address;
mod comments;
mod conditions;
mod context;
mod cursor;
mod discovery;
mod docs;
mod engagement;
mod envelope;
mod etag;
mod examples;
mod feed;
#[doc(hidden)]
pub mod fuzzing;
mod graph;
mod health;
mod idempotency;
mod json_answers;
mod limits;
mod moderation;
mod network;
mod notifications;
mod params;
mod ports;
mod posts;
mod problem;
mod routing;
mod schema;
mod second_factor;
mod tags;

pub use admission::Admission;
pub use app::app;
pub use docs::openapi_document;
pub use health::DrainState;
pub use json_answers::JsonAnswers;
pub use network::{Network, NetworkError};
pub use ports::{HttpSettings, MetricsRenderer, Ports};
pub use problem::{FieldError, PROBLEMS, Problem, ProblemKind};
