//! Errors that poem raises itself, in the one shape.

use std::any::Any;

use poem::error::CorsError;
use poem::http::StatusCode;

use super::{Problem, ProblemKind, kinds};

/// What an error of a handler or of the framework looks like.
pub(crate) fn of_poem(error: poem::Error) -> Problem {
    // An error that carries an answer holds no source to look at; its status is all there is.
    if error.is_from_response() {
        return Problem::new(kind_of(error.status()));
    }
    let error = match error.downcast::<Problem>() {
        Ok(problem) => return problem,
        Err(error) => error,
    };
    if error.is::<CorsError>() {
        return Problem::new(&kinds::FORBIDDEN);
    }
    let kind = kind_of(error.status());
    let problem = Problem::new(kind);
    if kind.status >= 500 {
        problem.because(error.to_string())
    } else {
        problem
    }
}

/// What a panic looks like: its message goes to the log alone.
pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Problem {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    Problem::new(&kinds::INTERNAL).because(format!("a handler panicked: {message}"))
}

fn kind_of(status: StatusCode) -> &'static ProblemKind {
    match status.as_u16() {
        401 => &kinds::AUTHENTICATION_REQUIRED,
        403 => &kinds::FORBIDDEN,
        404 => &kinds::NOT_FOUND,
        405 => &kinds::METHOD_NOT_ALLOWED,
        412 => &kinds::PRECONDITION_FAILED,
        413 => &kinds::PAYLOAD_TOO_LARGE,
        415 => &kinds::UNSUPPORTED_MEDIA_TYPE,
        429 => &kinds::RATE_LIMITED,
        503 => &kinds::UNAVAILABLE,
        400..=499 => &kinds::BAD_REQUEST,
        _ => &kinds::INTERNAL,
    }
}
