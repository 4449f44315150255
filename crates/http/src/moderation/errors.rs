//! What the errors of this room's use cases look like.

use thoughts_use_cases::moderation::{
    FileReportError, ResolveReportError, SetHiddenError, SetSuspensionError,
};

use crate::problem::{Problem, Validation, kinds};

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

impl From<SetHiddenError> for Problem {
    fn from(error: SetHiddenError) -> Self {
        match error {
            SetHiddenError::NotFound => Self::not_found(),
            SetHiddenError::Storage(error) => error.into(),
        }
    }
}

impl From<FileReportError> for Problem {
    fn from(error: FileReportError) -> Self {
        match error {
            FileReportError::Own(error) => {
                let mut validation = Validation::default();
                validation.add("", "is_yours", error.to_string());
                validation.into_problem()
            }
            FileReportError::NotFound => Self::not_found(),
            FileReportError::CallerGone => Self::new(&kinds::INVALID_TOKEN),
            FileReportError::Retry(error) => error.into(),
            FileReportError::Storage(error) => error.into(),
        }
    }
}

impl From<ResolveReportError> for Problem {
    fn from(error: ResolveReportError) -> Self {
        match error {
            ResolveReportError::NotFound => Self::not_found(),
            ResolveReportError::CallerGone => Self::new(&kinds::INVALID_TOKEN),
            ResolveReportError::Retry(error) => error.into(),
            ResolveReportError::Storage(error) => error.into(),
        }
    }
}
