//! Writing under a condition.

use std::future::Future;

use crate::etag::AnyVersion;
use crate::problem::{Problem, kinds};

/// Tries the versions that a condition lets stand, one after the other, while each is stale.
///
/// A use case takes one version, and nearly every `If-Match` names one. A list of several holds
/// when any of them is the present one (RFC 9110, 13.1.1).
pub(crate) async fn while_stale<T, E, F>(
    condition: Option<AnyVersion>,
    attempt: impl Fn(Option<u32>) -> F,
    is_stale: impl Fn(&E) -> bool,
) -> Result<T, Problem>
where
    F: Future<Output = Result<T, E>>,
    Problem: From<E>,
{
    for expected in AnyVersion::candidates(condition) {
        match attempt(expected).await {
            Err(error) if is_stale(&error) => {}
            outcome => return Ok(outcome?),
        }
    }
    Err(Problem::new(&kinds::PRECONDITION_FAILED))
}
