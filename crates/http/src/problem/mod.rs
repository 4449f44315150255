//! The one shape of every error (RFC 9457).

mod catalogue;
mod field_error;
mod from_poem;
mod page;
mod render;
mod storage;
mod validation;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use poem::error::ResponseError;
use poem::http::StatusCode;
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaResponses, Registry};

pub use catalogue::{PROBLEMS, ProblemKind, kinds};
pub(crate) use field_error::Fault;
pub use field_error::FieldError;
pub(crate) use from_poem::{of_panic, of_poem};
pub(crate) use page::problems_page;
pub(crate) use render::render;
pub(crate) use validation::Validation;

/// Where a problem comes from: logged once, never shown.
type Cause = Box<dyn StdError + Send + Sync>;

/// An answer that is an error.
#[derive(Debug)]
pub struct Problem {
    pub(crate) kind: &'static ProblemKind,
    pub(crate) detail: Cow<'static, str>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) retry_after: Option<u32>,
    pub(crate) allow: Option<String>,
    pub(crate) cause: Option<Cause>,
}

impl Problem {
    /// A problem that says of itself what its kind says.
    #[must_use]
    pub fn new(kind: &'static ProblemKind) -> Self {
        Self {
            kind,
            detail: Cow::Borrowed(kind.explanation),
            errors: Vec::new(),
            retry_after: None,
            allow: None,
            cause: None,
        }
    }

    /// Says it in other words, for people.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }

    /// When to try again, in seconds.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Remembers where it comes from, for the log alone.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    pub(crate) fn not_found() -> Self {
        Self::new(&kinds::NOT_FOUND)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.code)
    }
}

impl StdError for Problem {}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The document's problem answers are worked out for all operations at once
/// (`docs/problem_answers.rs`), so an operation declares only its success.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: Vec::new(),
        }
    }

    fn register(_registry: &mut Registry) {}
}
