//! A password as typed.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A password of 8 to 256 characters, in NFC so that every keyboard gives the same one (NIST
/// SP 800-63B, 5.1.1.2). Never shown by [`fmt::Debug`], never stored as it is.
#[derive(Clone, Eq, PartialEq)]
pub struct Password(String);

/// Why a password is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum PasswordError {
    /// Fewer than 8 characters.
    #[error("needs at least 8 characters")]
    TooShort,
    /// More than 256 characters.
    #[error("has more than 256 characters")]
    TooLong,
}

impl Password {
    const MIN: usize = 8;
    const MAX: usize = 256;

    /// Checks a new password.
    pub fn parse(raw: &str) -> Result<Self, PasswordError> {
        let attempt = Self::attempt(raw)?;
        if attempt.0.graphemes(true).nth(Self::MAX).is_some() {
            return Err(PasswordError::TooLong);
        }
        if attempt.0.graphemes(true).count() < Self::MIN {
            return Err(PasswordError::TooShort);
        }
        Ok(attempt)
    }

    /// Takes a password to be compared with a stored one: only a length that could never have
    /// been accepted is refused, so that hashing it costs nothing.
    pub fn attempt(raw: &str) -> Result<Self, PasswordError> {
        if raw.len() > Self::MAX * 16 {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(raw.nfc().collect()))
    }

    /// The bytes to hash.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_count_characters() {
        assert_eq!(Password::parse("1234567"), Err(PasswordError::TooShort));
        assert!(Password::parse("пароль12").is_ok());
        assert!(Password::parse(&"x".repeat(256)).is_ok());
        assert_eq!(
            Password::parse(&"x".repeat(257)),
            Err(PasswordError::TooLong)
        );
        assert_eq!(
            Password::attempt(&"x".repeat(5000)),
            Err(PasswordError::TooLong)
        );
    }

    #[test]
    fn both_ways_of_typing_an_accent_are_one_password() {
        assert_eq!(
            Password::parse("cafe\u{301} noir"),
            Password::parse("café noir")
        );
    }

    #[test]
    fn white_space_counts_and_stays() {
        assert_eq!(
            Password::parse(" 123456 ").map(|p| p.0),
            Ok(" 123456 ".to_owned())
        );
    }

    #[test]
    fn debug_hides_it() {
        let password = Password::parse("correct horse").expect("password");
        assert_eq!(format!("{password:?}"), "Password(***)");
    }
}
