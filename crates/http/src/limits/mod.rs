//! How often clients may ask: each request spends from the budget of its user or its address, and
//! some from a stricter one besides.

mod limited;
mod place;
mod special;
mod standing;

use std::time::Duration;

use crate::problem::{Problem, kinds};

pub(crate) use limited::Limited;
pub(crate) use place::place;
pub(crate) use special::{Special, special};
pub(crate) use standing::Standing;

/// 429, with the time after which it may be tried again.
pub(crate) fn too_many(retry_after: Duration) -> Problem {
    let seconds = u32::try_from(seconds(retry_after)).unwrap_or(u32::MAX);
    Problem::new(&kinds::RATE_LIMITED).retry_after(seconds.max(1))
}

/// Whole seconds that are certainly enough.
fn seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}
