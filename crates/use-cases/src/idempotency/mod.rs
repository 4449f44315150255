//! Retries that never double: the answer is kept in the unit of work that it answers.
//!
//! Follows draft-ietf-httpapi-idempotency-key-header, as the public contract fixes it.

mod answer;
mod ports;
mod retry;

pub use answer::{Answer, Settled};
pub use ports::{AnswerRenderer, AnswerRepository, Claim};
#[cfg(feature = "mock")]
pub use ports::{MockAnswerRenderer, MockAnswerRepository};
pub use retry::{RetryError, RetryKey, keep_answer, settle_earlier};

/// How long an answer is kept for retries.
pub const ANSWER_LIFETIME: std::time::Duration = std::time::Duration::from_hours(24);
