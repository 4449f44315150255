//! Collecting everything that is wrong with a request.

use std::borrow::Cow;

use super::field_error::Fault;
use super::{FieldError, Problem, kinds};

/// Everything that is wrong with a request, told at once.
#[derive(Debug, Default)]
pub(crate) struct Validation(Vec<FieldError>);

impl Validation {
    /// Notes a broken rule.
    pub(crate) fn add(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(FieldError {
            pointer: pointer.into(),
            code,
            detail: detail.into(),
        });
    }

    /// The value, or none and its fault noted.
    pub(crate) fn take<T, E: Fault>(
        &mut self,
        pointer: &'static str,
        outcome: Result<T, E>,
    ) -> Option<T> {
        outcome
            .map_err(|fault| self.add(pointer, fault.code(), fault.to_string()))
            .ok()
    }

    /// Notes an entry that was made elsewhere.
    pub(crate) fn note(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// What to answer. Callers come here only after a value was refused.
    pub(crate) fn into_problem(self) -> Problem {
        Problem {
            errors: self.0,
            ..Problem::new(&kinds::VALIDATION_FAILED)
        }
    }
}
