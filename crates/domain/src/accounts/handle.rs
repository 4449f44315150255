//! The name by which others mention a user.

use std::time::Duration;

use thiserror::Error;

use crate::Inconsistency;
use crate::ids::Cuid;

/// How long a handle that was given up leads to its former owner, and is kept for him alone.
pub const HANDLE_RESERVATION: Duration = Duration::from_hours(30 * 24);

/// 3 to 30 of `a-z0-9_`, unique. Capitals are accepted and stored in lower case.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Handle(String);

/// Why a handle is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum HandleError {
    /// Fewer than 3 characters.
    #[error("needs at least 3 characters")]
    TooShort,
    /// More than 30 characters.
    #[error("has more than 30 characters")]
    TooLong,
    /// A character other than a letter from a to z, a digit or `_`. Look-alikes of other scripts
    /// and invisible characters are refused with it.
    #[error("takes only letters from a to z, digits and _")]
    InvalidCharacter,
}

impl Handle {
    /// Checks and lowers a handle from outside.
    pub fn parse(raw: &str) -> Result<Self, HandleError> {
        check(raw).map(|()| Self(raw.to_ascii_lowercase()))
    }

    /// Takes a stored handle.
    pub fn from_storage(text: String) -> Result<Self, Inconsistency> {
        check(&text).map_err(|e| Inconsistency::new("users.handle", e.to_string()))?;
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(Inconsistency::new("users.handle", "is not in lower case"));
        }
        Ok(Self(text))
    }

    /// What an erased account is called; `id` is fresh, so that nothing leads back.
    #[must_use]
    pub fn of_erased(id: Cuid) -> Self {
        Self(format!("deleted_{}", &id.as_str()[..16]))
    }

    /// Takes what was put together of valid parts.
    pub(super) const fn of_parts(text: String) -> Self {
        Self(text)
    }

    /// The handle in lower case, without `@`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check(raw: &str) -> Result<(), HandleError> {
    if !raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Err(HandleError::InvalidCharacter);
    }
    match raw.len() {
        ..3 => Err(HandleError::TooShort),
        31.. => Err(HandleError::TooLong),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_lowered() {
        assert_eq!(
            Handle::parse("Alice_1").map(|h| h.0),
            Ok("alice_1".to_owned())
        );
    }

    #[test]
    fn what_is_refused() {
        for (raw, error) in [
            ("", HandleError::TooShort),
            ("ab", HandleError::TooShort),
            ("a234567890123456789012345678901", HandleError::TooLong),
            ("has space", HandleError::InvalidCharacter),
            ("аlice", HandleError::InvalidCharacter),
            ("ali\u{200B}ce", HandleError::InvalidCharacter),
            ("\u{202E}alice", HandleError::InvalidCharacter),
        ] {
            assert_eq!(Handle::parse(raw), Err(error), "{raw:?}");
        }
    }

    #[test]
    fn an_erased_account_has_a_valid_handle() {
        let id = Cuid::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let handle = Handle::of_erased(id);
        assert_eq!(Handle::parse(handle.as_str()), Ok(handle.clone()));
    }

    #[test]
    fn a_stored_capital_is_an_inconsistency() {
        assert!(Handle::from_storage("Alice".to_owned()).is_err());
    }
}
