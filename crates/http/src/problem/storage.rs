//! What the faults that every use case shares look like.

use thoughts_use_cases::accounts::{AccessTokenError, AuthenticateError, HashingError};
use thoughts_use_cases::idempotency::RetryError;
use thoughts_use_cases::storage::StorageError;

use super::{Problem, kinds};

/// How long to wait for a storage that is lost or overloaded, in seconds.
const STORAGE_PAUSE: u32 = 2;
/// How long to wait for an outside provider that cannot be reached, in seconds.
const PROVIDER_PAUSE: u32 = 10;
/// How long to wait for another unit of work, a hash, or the first of two equal requests.
const SHORT_PAUSE: u32 = 1;

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable(_) => {
                Self::new(&kinds::UNAVAILABLE).retry_after(STORAGE_PAUSE)
            }
            StorageError::Conflict(_) => Self::new(&kinds::UNAVAILABLE).retry_after(SHORT_PAUSE),
            StorageError::Inconsistent(_) | StorageError::Failed(_) => Self::new(&kinds::INTERNAL),
        }
        .because(error)
    }
}

impl From<HashingError> for Problem {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => Self::new(&kinds::UNAVAILABLE).retry_after(SHORT_PAUSE),
            HashingError::Failed(_) => Self::new(&kinds::INTERNAL),
        }
        .because(error)
    }
}

/// No token could be signed: a client's token is judged by [`AuthenticateError`].
impl From<AccessTokenError> for Problem {
    fn from(error: AccessTokenError) -> Self {
        match error {
            AccessTokenError::Expired
            | AccessTokenError::Invalid(_)
            | AccessTokenError::Unsigned(_) => Self::new(&kinds::INTERNAL),
        }
        .because(error)
    }
}

impl From<RetryError> for Problem {
    fn from(error: RetryError) -> Self {
        match error {
            RetryError::Reused => Self::new(&kinds::IDEMPOTENCY_KEY_REUSED),
            RetryError::InFlight => {
                Self::new(&kinds::IDEMPOTENCY_IN_FLIGHT).retry_after(SHORT_PAUSE)
            }
            RetryError::Storage(error) => error.into(),
        }
    }
}

impl From<AuthenticateError> for Problem {
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::InvalidToken => Self::new(&kinds::INVALID_TOKEN),
            AuthenticateError::ProviderUnavailable(error) => Self::new(&kinds::UNAVAILABLE)
                .retry_after(PROVIDER_PAUSE)
                .because(error),
            AuthenticateError::Storage(error) => error.into(),
        }
    }
}
