//! Stored data that breaks a rule.

use thiserror::Error;

/// A stored row breaks a rule of the domain: somebody wrote past the application.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("stored {what} breaks a rule: {why}")]
pub struct Inconsistency {
    /// The value that is wrong, such as `posts.body`.
    pub what: &'static str,
    /// The rule that it breaks.
    pub why: String,
}

impl Inconsistency {
    /// Names the value and the rule.
    pub fn new(what: &'static str, why: impl Into<String>) -> Self {
        Self {
            what,
            why: why.into(),
        }
    }
}
