//! Who somebody is at an outside provider.

use std::fmt;

use thiserror::Error;

/// The most characters of a subject (`OpenID` Connect Core 1.0, section 2).
const MAX_SUBJECT: usize = 255;
/// The most characters of an issuer; it is a URL that the operator has written.
const MAX_ISSUER: usize = 512;

/// Somebody at an outside provider: the provider's issuer and its name for him, which stays the
/// same whatever becomes of his address. It is personal: [`fmt::Debug`] does not show it.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct OutsideIdentity {
    issuer: String,
    subject: String,
}

/// Why a pair is nobody's.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum OutsideIdentityError {
    /// A part is empty, or holds more than visible ASCII characters and spaces.
    #[error("is not a text of visible ASCII characters")]
    Invalid,
    /// A part is longer than such texts are.
    #[error("is too long")]
    TooLong,
}

impl OutsideIdentity {
    /// Takes issuer and subject of a verified token; they are compared byte for byte.
    pub fn parse(issuer: &str, subject: &str) -> Result<Self, OutsideIdentityError> {
        for (part, max) in [(issuer, MAX_ISSUER), (subject, MAX_SUBJECT)] {
            if part.len() > max {
                return Err(OutsideIdentityError::TooLong);
            }
            if part.is_empty() || !part.bytes().all(|b| matches!(b, b' '..=b'~')) {
                return Err(OutsideIdentityError::Invalid);
            }
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
        })
    }

    /// The provider.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The provider's name for him.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }
}

impl fmt::Debug for OutsideIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OutsideIdentity(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://id.example.org/realms/thoughts";

    #[test]
    fn keeps_both_parts_as_they_are() {
        let longest = "x".repeat(MAX_SUBJECT);
        for subject in ["f:1", "auth0|5f7c", "A b", longest.as_str()] {
            let identity = OutsideIdentity::parse(ISSUER, subject).expect("an identity");
            assert_eq!((identity.issuer(), identity.subject()), (ISSUER, subject));
        }
    }

    #[test]
    fn what_is_nobody() {
        for (issuer, subject) in [
            ("", "a"),
            (ISSUER, ""),
            (ISSUER, "a\0"),
            (ISSUER, "a\nb"),
            (ISSUER, "ä"),
        ] {
            let refused = OutsideIdentity::parse(issuer, subject);
            assert_eq!(refused, Err(OutsideIdentityError::Invalid), "{subject:?}");
        }
        let long = "x".repeat(MAX_SUBJECT + 1);
        let refused = OutsideIdentity::parse(ISSUER, &long);
        assert_eq!(refused, Err(OutsideIdentityError::TooLong));
        let long = "x".repeat(MAX_ISSUER + 1);
        let refused = OutsideIdentity::parse(&long, "a");
        assert_eq!(refused, Err(OutsideIdentityError::TooLong));
    }

    #[test]
    fn debug_hides_it() {
        let identity = OutsideIdentity::parse(ISSUER, "secret").expect("an identity");
        assert!(!format!("{identity:?}").contains("secret"));
    }
}
