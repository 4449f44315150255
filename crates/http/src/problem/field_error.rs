//! What is wrong with one field.

use std::borrow::Cow;
use std::fmt::Display;

use serde::Serialize;
use thoughts_domain::accounts::{
    AvatarUrlError, EmailError, HandleError, LanguageError, PasswordError,
};
use thoughts_domain::discovery::SearchTextError;
use thoughts_domain::ids::IdError;
use thoughts_domain::moderation::ReportReasonError;
use thoughts_domain::text::TextError;

/// What is wrong with one field of a request.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct FieldError {
    /// Where: a JSON Pointer (RFC 6901) into the body, or `/path/<name>`,
    /// `/query/<name>`, `/header/<name>`.
    pub pointer: Cow<'static, str>,
    /// Which rule was broken, for programs.
    pub code: &'static str,
    /// Which rule was broken, for people.
    pub detail: Cow<'static, str>,
}

/// A broken rule of the domain: its display names it for people, its code for programs.
pub(crate) trait Fault: Display {
    /// The entry's code: stable, `snake_case`.
    fn code(&self) -> &'static str;
}

impl Fault for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter => "control_character",
        }
    }
}

impl Fault for HandleError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::InvalidCharacter => "invalid_character",
        }
    }
}

impl Fault for EmailError {
    fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "invalid_email",
            Self::TooLong => "too_long",
        }
    }
}

impl Fault for PasswordError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
        }
    }
}

impl Fault for AvatarUrlError {
    fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "invalid_url",
            Self::TooLong => "too_long",
        }
    }
}

impl Fault for SearchTextError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
        }
    }
}

impl Fault for LanguageError {
    fn code(&self) -> &'static str {
        "invalid_choice"
    }
}

impl Fault for ReportReasonError {
    fn code(&self) -> &'static str {
        "invalid_choice"
    }
}

impl Fault for IdError {
    fn code(&self) -> &'static str {
        "invalid_id"
    }
}
