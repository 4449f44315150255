//! Where a user's picture lies.

use thiserror::Error;

use crate::Inconsistency;

/// An `https` or `http` URL of at most 2,048 ASCII characters (RFC 3986; what is beyond ASCII
/// is percent-encoded by the client).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AvatarUrl(String);

/// Why an avatar URL is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum AvatarUrlError {
    /// Not an absolute `https` or `http` URL with a host.
    #[error("is not an http or https URL")]
    Invalid,
    /// More than 2,048 characters.
    #[error("has more than 2048 characters")]
    TooLong,
}

impl AvatarUrl {
    /// Checks a URL from outside.
    pub fn parse(raw: &str) -> Result<Self, AvatarUrlError> {
        let url = raw.trim();
        if url.len() > 2_048 {
            return Err(AvatarUrlError::TooLong);
        }
        let rest = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .ok_or(AvatarUrlError::Invalid)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Credentials in a URL would be shown to every reader.
        let sound = authority.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && !authority.contains('@')
            && url
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
        if sound {
            Ok(Self(url.to_owned()))
        } else {
            Err(AvatarUrlError::Invalid)
        }
    }

    /// Takes a stored URL.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        Self::parse(text).map_err(|e| Inconsistency::new("users.avatar_url", e.to_string()))
    }

    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_web_addresses_only() {
        assert!(AvatarUrl::parse("https://cdn.example.org/a.png?x=1").is_ok());
        for raw in [
            "",
            "a.png",
            "ftp://a.org/x",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://me:pw@a.org/x",
            "https://a.org/<x>",
            "https://a.org/ü",
            "https://a.org/a b",
        ] {
            assert_eq!(AvatarUrl::parse(raw), Err(AvatarUrlError::Invalid), "{raw}");
        }
    }
}
