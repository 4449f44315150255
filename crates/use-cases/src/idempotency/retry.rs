//! The key of a retry, and the two steps that every retryable use case takes.

use std::fmt;

use thiserror::Error;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use super::{Answer, AnswerRenderer, Claim};
use crate::storage::{StorageError, UnitOfWork};

/// What tells a retry from another request.
#[derive(Clone, Eq, PartialEq)]
pub struct RetryKey {
    /// Whose key it is.
    pub caller: UserId,
    /// The `Idempotency-Key`, 1 to 255 printable characters.
    pub key: String,
    /// A digest of method, path and raw body.
    pub fingerprint: [u8; 32],
}

impl fmt::Debug for RetryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryKey")
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

/// Why a retry cannot be settled.
#[derive(Debug, Error)]
pub enum RetryError {
    /// The key belongs to another request.
    #[error("the idempotency key was used for another request")]
    Reused,
    /// The same request is still being worked on.
    #[error("a request with this idempotency key is in flight")]
    InFlight,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The first step: the earlier answer, when there is one.
///
/// # Errors
/// [`RetryError`], as the claim says.
pub async fn settle_earlier(
    work: &mut dyn UnitOfWork,
    retry: Option<&RetryKey>,
    now: Timestamp,
) -> Result<Option<Answer>, RetryError> {
    let Some(retry) = retry else { return Ok(None) };
    match work.answers().claim(retry, now).await? {
        Claim::Fresh => Ok(None),
        Claim::Answered(answer) => Ok(Some(answer)),
        Claim::Reused => Err(RetryError::Reused),
        Claim::InFlight => Err(RetryError::InFlight),
    }
}

/// The last step before the commit: keeps the answer.
///
/// # Errors
/// Those of the storage.
pub async fn keep_answer<T: Send + Sync + 'static>(
    work: &mut dyn UnitOfWork,
    retry: Option<&RetryKey>,
    renderer: &dyn AnswerRenderer<T>,
    outcome: &T,
    now: Timestamp,
) -> Result<(), StorageError> {
    let Some(retry) = retry else { return Ok(()) };
    work.answers()
        .keep(retry, &renderer.render(outcome), now)
        .await
}
