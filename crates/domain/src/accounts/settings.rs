//! What a user has set for himself.

use std::str::FromStr;

use thiserror::Error;

use crate::Inconsistency;

/// The language of mails to the user.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Portuguese.
    Pt,
}

/// Not a language that the service speaks.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is not a language of this service: use en or pt")]
pub struct LanguageError;

impl Language {
    /// The ISO 639-1 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Pt => "pt",
        }
    }

    /// Takes a stored code.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        text.parse()
            .map_err(|e: LanguageError| Inconsistency::new("users.language", e.to_string()))
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        match text {
            "en" => Ok(Self::En),
            "pt" => Ok(Self::Pt),
            _ => Err(LanguageError),
        }
    }
}

/// A user's settings; only the user sees them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Settings {
    /// The language of mails.
    pub language: Language,
}
