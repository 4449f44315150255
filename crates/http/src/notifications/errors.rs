//! What the errors of this room's use cases look like.

use thoughts_use_cases::notifications::MarkReadError;

use crate::problem::{Problem, kinds};

impl From<MarkReadError> for Problem {
    fn from(error: MarkReadError) -> Self {
        match error {
            // A caller who has gone took his tokens with him.
            MarkReadError::CallerGone => Self::new(&kinds::INVALID_TOKEN),
            MarkReadError::Retry(error) => error.into(),
            MarkReadError::Storage(error) => error.into(),
        }
    }
}
