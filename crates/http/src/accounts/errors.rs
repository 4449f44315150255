//! What the errors of this room's use cases look like.

use thoughts_use_cases::accounts::{
    ChangePasswordError, ChangeProfileError, DeleteAccountError, EndSessionError, LogInError,
    RefreshSessionError, RegisterError, RequestPasswordResetError, RequestVerificationError,
    ResetPasswordError, VerifyEmailError,
};

use crate::limits::too_many;
use crate::problem::{Problem, kinds};

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::HandleTaken => Self::new(&kinds::HANDLE_TAKEN),
            RegisterError::EmailTaken => Self::new(&kinds::EMAIL_TAKEN),
            RegisterError::Hashing(error) => error.into(),
            RegisterError::Token(error) => error.into(),
            RegisterError::Storage(error) => error.into(),
        }
    }
}

impl From<LogInError> for Problem {
    fn from(error: LogInError) -> Self {
        match error {
            LogInError::InvalidCredentials => Self::new(&kinds::INVALID_CREDENTIALS),
            LogInError::SecondFactorRequired => Self::new(&kinds::SECOND_FACTOR_REQUIRED),
            LogInError::InvalidSecondFactor => Self::new(&kinds::INVALID_SECOND_FACTOR),
            LogInError::TooMany { retry_after } => too_many(retry_after),
            LogInError::Hashing(error) => error.into(),
            LogInError::Token(error) => error.into(),
            LogInError::Secret(error) => error.into(),
            LogInError::Storage(error) => error.into(),
        }
    }
}

impl From<RefreshSessionError> for Problem {
    fn from(error: RefreshSessionError) -> Self {
        match error {
            RefreshSessionError::InvalidToken => Self::new(&kinds::INVALID_TOKEN),
            RefreshSessionError::TokenReused => Self::new(&kinds::TOKEN_REUSED),
            RefreshSessionError::Token(error) => error.into(),
            RefreshSessionError::Storage(error) => error.into(),
        }
    }
}

impl From<EndSessionError> for Problem {
    fn from(error: EndSessionError) -> Self {
        match error {
            EndSessionError::NotFound => Self::not_found(),
            EndSessionError::Storage(error) => error.into(),
        }
    }
}

/// 403 and not 401, which would have clients sign out.
impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::WrongPassword => Self::new(&kinds::WRONG_PASSWORD),
            ChangePasswordError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            ChangePasswordError::Hashing(error) => error.into(),
            ChangePasswordError::Storage(error) => error.into(),
        }
    }
}

/// An account that has gone takes its tokens with it.
impl From<ChangeProfileError> for Problem {
    fn from(error: ChangeProfileError) -> Self {
        match error {
            ChangeProfileError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            ChangeProfileError::HandleTaken => Self::new(&kinds::HANDLE_TAKEN),
            ChangeProfileError::TooMany { retry_after } => too_many(retry_after),
            ChangeProfileError::Stale => Self::new(&kinds::PRECONDITION_FAILED),
            ChangeProfileError::Storage(error) => error.into(),
        }
    }
}

impl From<DeleteAccountError> for Problem {
    fn from(error: DeleteAccountError) -> Self {
        match error {
            DeleteAccountError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            DeleteAccountError::Stale => Self::new(&kinds::PRECONDITION_FAILED),
            DeleteAccountError::Storage(error) => error.into(),
        }
    }
}

impl From<RequestPasswordResetError> for Problem {
    fn from(error: RequestPasswordResetError) -> Self {
        match error {
            RequestPasswordResetError::MailUnavailable => Self::new(&kinds::MAIL_UNAVAILABLE),
            RequestPasswordResetError::TooMany { retry_after } => too_many(retry_after),
            RequestPasswordResetError::Storage(error) => error.into(),
        }
    }
}

impl From<ResetPasswordError> for Problem {
    fn from(error: ResetPasswordError) -> Self {
        match error {
            ResetPasswordError::InvalidToken => Self::new(&kinds::INVALID_MAIL_TOKEN),
            ResetPasswordError::Hashing(error) => error.into(),
            ResetPasswordError::Storage(error) => error.into(),
        }
    }
}

impl From<VerifyEmailError> for Problem {
    fn from(error: VerifyEmailError) -> Self {
        match error {
            VerifyEmailError::InvalidToken => Self::new(&kinds::INVALID_MAIL_TOKEN),
            VerifyEmailError::Storage(error) => error.into(),
        }
    }
}

impl From<RequestVerificationError> for Problem {
    fn from(error: RequestVerificationError) -> Self {
        match error {
            RequestVerificationError::MailUnavailable => Self::new(&kinds::MAIL_UNAVAILABLE),
            RequestVerificationError::TooMany { retry_after } => too_many(retry_after),
            RequestVerificationError::NotFound => Self::new(&kinds::INVALID_TOKEN),
            RequestVerificationError::Storage(error) => error.into(),
        }
    }
}
