//! What the errors of this room's use cases look like.

use thoughts_use_cases::graph::{BeginRelationError, EndRelationError};

use crate::problem::{Problem, Validation};

impl From<BeginRelationError> for Problem {
    fn from(error: BeginRelationError) -> Self {
        match error {
            BeginRelationError::ToOneself(error) => {
                let mut validation = Validation::default();
                validation.add("/path/id", "is_yourself", error.to_string());
                validation.into_problem()
            }
            BeginRelationError::NotFound => Self::not_found(),
            BeginRelationError::Storage(error) => error.into(),
        }
    }
}

impl From<EndRelationError> for Problem {
    fn from(error: EndRelationError) -> Self {
        match error {
            EndRelationError::Storage(error) => error.into(),
        }
    }
}
