//! What the errors of this room's use cases look like.

use thoughts_domain::second_factor::{GivenCodeError, TotpCodeError};
use thoughts_use_cases::second_factor::{
    BeginSecondFactorError, ChangeSecondFactorError, ConfirmSecondFactorError, SecretError,
};

use crate::limits::too_many;
use crate::problem::{Fault, Problem, kinds};

impl Fault for TotpCodeError {
    fn code(&self) -> &'static str {
        "invalid_code"
    }
}

impl Fault for GivenCodeError {
    fn code(&self) -> &'static str {
        "invalid_code"
    }
}

impl From<SecretError> for Problem {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Unreadable | SecretError::Unmakeable => Self::new(&kinds::INTERNAL),
        }
        .because(error)
    }
}

/// 403 and not 401, which would have clients sign out.
impl From<BeginSecondFactorError> for Problem {
    fn from(error: BeginSecondFactorError) -> Self {
        match error {
            BeginSecondFactorError::WrongPassword => Self::new(&kinds::WRONG_PASSWORD),
            BeginSecondFactorError::AlreadyOn => Self::new(&kinds::SECOND_FACTOR_ON),
            BeginSecondFactorError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            BeginSecondFactorError::Hashing(error) => error.into(),
            BeginSecondFactorError::Secret(error) => error.into(),
            BeginSecondFactorError::Storage(error) => error.into(),
        }
    }
}

impl From<ConfirmSecondFactorError> for Problem {
    fn from(error: ConfirmSecondFactorError) -> Self {
        match error {
            ConfirmSecondFactorError::NotBegun => Self::new(&kinds::SECOND_FACTOR_OFF),
            ConfirmSecondFactorError::AlreadyOn => Self::new(&kinds::SECOND_FACTOR_ON),
            ConfirmSecondFactorError::WrongCode => Self::new(&kinds::WRONG_SECOND_FACTOR),
            ConfirmSecondFactorError::TooMany { retry_after } => too_many(retry_after),
            ConfirmSecondFactorError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            ConfirmSecondFactorError::Secret(error) => error.into(),
            ConfirmSecondFactorError::Storage(error) => error.into(),
        }
    }
}

impl From<ChangeSecondFactorError> for Problem {
    fn from(error: ChangeSecondFactorError) -> Self {
        match error {
            ChangeSecondFactorError::Off => Self::new(&kinds::SECOND_FACTOR_OFF),
            ChangeSecondFactorError::WrongPassword => Self::new(&kinds::WRONG_PASSWORD),
            ChangeSecondFactorError::WrongCode => Self::new(&kinds::WRONG_SECOND_FACTOR),
            ChangeSecondFactorError::TooMany { retry_after } => too_many(retry_after),
            ChangeSecondFactorError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            ChangeSecondFactorError::Hashing(error) => error.into(),
            ChangeSecondFactorError::Secret(error) => error.into(),
            ChangeSecondFactorError::Storage(error) => error.into(),
        }
    }
}
