//! What the errors of this room's use cases look like.

use thoughts_use_cases::engagement::{ReactError, TakeBackError};

use crate::problem::Problem;

impl From<ReactError> for Problem {
    fn from(error: ReactError) -> Self {
        match error {
            ReactError::NotFound => Self::not_found(),
            ReactError::Storage(error) => error.into(),
        }
    }
}

impl From<TakeBackError> for Problem {
    fn from(error: TakeBackError) -> Self {
        match error {
            TakeBackError::Storage(error) => error.into(),
        }
    }
}
