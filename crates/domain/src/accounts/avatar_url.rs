//! Where a user's picture lies.

use std::net::{Ipv4Addr, Ipv6Addr};

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
        let rest = after_scheme(url).ok_or(AvatarUrlError::Invalid)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let plain = |b: u8| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b);
        if is_authority(authority) && url.bytes().all(plain) {
            Ok(Self(url.to_owned()))
        } else {
            Err(AvatarUrlError::Invalid)
        }
    }

    /// Takes a stored URL, which the rules of its day let in.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        match after_scheme(text) {
            Some(_) => Ok(Self(text.to_owned())),
            None => Err(Inconsistency::new("users.avatar_url", "is no web address")),
        }
    }

    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn after_scheme(url: &str) -> Option<&str> {
    url.strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
}

/// A host and perhaps a port, and nothing before them: credentials in a URL would be shown to every
/// reader.
fn is_authority(authority: &str) -> bool {
    // The colons of an IPv6 address stand in brackets.
    let after_host = authority.rfind(']').unwrap_or(0);
    let (host, port) = match authority[after_host..].find(':') {
        Some(at) => {
            let (host, port) = authority.split_at(after_host + at);
            (host, &port[1..])
        }
        None => (authority, "80"),
    };
    let is_number = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    is_number && port.parse::<u16>().is_ok() && is_host(host)
}

/// An IP address, or labels of letters, digits, `-` and `_`, the last of which is no number: browsers
/// would take that for an address in another notation (WHATWG URL, 3.5).
fn is_host(host: &str) -> bool {
    if let Some(literal) = host.strip_prefix('[') {
        let inside = literal.strip_suffix(']');
        return inside.is_some_and(|inside| inside.parse::<Ipv6Addr>().is_ok());
    }
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let named = host.strip_suffix('.').unwrap_or(host);
    let last = named.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with(|c: char| c.is_ascii_digit());
    named.split('.').all(is_label) && (!is_number || host.parse::<Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_web_addresses_only() {
        for raw in [
            "https://cdn.example.org/a.png?x=1",
            "http://192.0.2.1:8080/a",
            "https://[2001:db8::1]:443#x",
            "https://my_cdn.example.:65535",
            "https://localhost",
        ] {
            assert!(AvatarUrl::parse(raw).is_ok(), "{raw}");
        }
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
            "https://a.org:65536/x",
            "https://a.org:/x",
            "https://a.org:+1/x",
            "https://a%41.org/x",
            "https://a..org/x",
            "https://1.2.3/x",
            "https://256.1.1.1/x",
            "https://a.0x7f/x",
            "https://[::1/x",
            "https://[1.2.3.4]/x",
            "https://[::1]x/y",
            "https://a[::1]/x",
        ] {
            assert_eq!(AvatarUrl::parse(raw), Err(AvatarUrlError::Invalid), "{raw}");
        }
    }
}
