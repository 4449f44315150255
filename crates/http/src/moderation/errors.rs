//! What the errors of this room's use cases look like.

use thoughts_use_cases::moderation::SetSuspensionError;

use crate::problem::{Problem, kinds};

impl From<SetSuspensionError> for Problem {
    fn from(error: SetSuspensionError) -> Self {
        match error {
            SetSuspensionError::NotFound => Self::not_found(),
            SetSuspensionError::NotAbove => Self::new(&kinds::FORBIDDEN)
                .saying("You may moderate only those whose role is below yours."),
            SetSuspensionError::Storage(error) => error.into(),
        }
    }
}
