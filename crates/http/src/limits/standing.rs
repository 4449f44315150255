//! What a client is told of what is left to him (draft-ietf-httpapi-ratelimit-headers).

use std::fmt::Write;
use std::time::Duration;

use poem::http::{HeaderMap, HeaderName, HeaderValue};
use thoughts_use_cases::limits::{Budget, Verdict};

use super::seconds;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// What a client is told the budget of all requests is called, whichever of the two it is.
const DEFAULT: &str = "default";

/// What is left to a client.
pub(crate) struct Standing {
    policy: HeaderValue,
    limit: HeaderValue,
}

impl Standing {
    /// After `verdict` on a request, under a policy from [`policy`].
    pub(crate) fn new(policy: &HeaderValue, verdict: Verdict) -> Self {
        let mut text = String::with_capacity(32);
        match verdict {
            Verdict::Granted { remaining, reset } => left(&mut text, DEFAULT, remaining, reset),
            Verdict::Refused { retry_after } => left(&mut text, DEFAULT, 0, retry_after),
        }
        Self {
            policy: policy.clone(),
            limit: value(text),
        }
    }

    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        headers.insert(POLICY, self.policy.clone());
        headers.insert(LIMIT, self.limit.clone());
    }
}

/// A budget as a policy: its quota, and its window in seconds.
pub(crate) fn policy(budget: &Budget) -> HeaderValue {
    let (quota, window) = (budget.quota, seconds(budget.window));
    value(format!("\"{DEFAULT}\";q={quota};w={window}"))
}

fn left(text: &mut String, name: &str, remaining: u32, within: Duration) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\"{name}\";r={remaining};t={}", seconds(within));
}

/// All of it is plain ASCII.
fn value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}
