//! A mail address.

use std::fmt;

use thiserror::Error;

use crate::Inconsistency;

/// A mail address in lower case. It is personal: [`fmt::Debug`] does not show it.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Email(String);

/// Why an address is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum EmailError {
    /// Not of the form `name@host.domain`.
    #[error("is not a mail address")]
    Invalid,
    /// More than 254 characters (RFC 5321, erratum 1690).
    #[error("has more than 254 characters")]
    TooLong,
}

impl Email {
    /// Checks the shape that can receive mail on the internet (RFC 5321 dot-atoms, at least two
    /// host labels) and lowers it. Quoted local parts and address literals are refused on purpose.
    pub fn parse(raw: &str) -> Result<Self, EmailError> {
        let address = raw.trim();
        if address.len() > 254 {
            return Err(EmailError::TooLong);
        }
        let (local, host) = address.rsplit_once('@').ok_or(EmailError::Invalid)?;
        if local.len() > 64 || !local.split('.').all(is_atom) || !is_host(host) {
            return Err(EmailError::Invalid);
        }
        Ok(Self(address.to_ascii_lowercase()))
    }

    /// Takes a stored address.
    pub fn from_storage(text: String) -> Result<Self, Inconsistency> {
        if text.contains('@') {
            Ok(Self(text))
        } else {
            Err(Inconsistency::new("users.email", "is not an address"))
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 5322 `atext`, repeated.
fn is_atom(part: &str) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

fn is_host(host: &str) -> bool {
    host.contains('.')
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowers_and_trims() {
        assert_eq!(
            Email::parse(" Ann.B+x@Example.ORG ").map(|e| e.0),
            Ok("ann.b+x@example.org".to_owned())
        );
    }

    #[test]
    fn what_is_refused() {
        for raw in [
            "",
            "a",
            "a@",
            "@a.org",
            "a@b",
            "a@@b.org",
            "a b@c.org",
            "a@-b.org",
            "a@b..org",
            ".a@b.org",
            "a.@b.org",
            "ä@b.org",
            "a@b.org\r\nBcc: x@y.org",
        ] {
            assert_eq!(Email::parse(raw), Err(EmailError::Invalid), "{raw:?}");
        }
        let long = format!("a@{}.org", "b.".repeat(130));
        assert_eq!(Email::parse(&long), Err(EmailError::TooLong));
    }

    #[test]
    fn debug_hides_it() {
        let email = Email::parse("a@b.org").expect("address");
        assert!(!format!("{email:?}").contains("a@b"));
    }
}
