//! Who issues the tokens.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::{Host, Url};

/// An issuer: a URL over TLS, or on this machine. It is compared byte for byte with what tokens
/// and the discovery document say, so it is kept as written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Issuer(String);

/// Why an issuer is refused.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum IssuerError {
    /// It is no URL of a host, or holds more than host and path.
    #[error("is not a URL such as https://id.example.org/realms/thoughts")]
    Invalid,
    /// Anybody on the way could bring his own keys.
    #[error("must begin with https://, unless the provider is on this machine (127.0.0.1)")]
    Unprotected,
}

impl Issuer {
    /// The issuer, as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where its discovery document is (`OpenID` Connect Discovery 1.0, section 4).
    #[must_use]
    pub fn discovery_url(&self) -> String {
        format!(
            "{}/.well-known/openid-configuration",
            self.0.trim_end_matches('/')
        )
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub fn is_over_tls(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| url.scheme() == "https")
    }
}

impl FromStr for Issuer {
    type Err = IssuerError;

    fn from_str(text: &str) -> Result<Self, IssuerError> {
        let url = Url::parse(text).map_err(|_| IssuerError::Invalid)?;
        let plain = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && text.len() <= 512
            && text.bytes().all(|b| b.is_ascii_graphic());
        if !url.has_host() || !plain || !matches!(url.scheme(), "http" | "https") {
            return Err(IssuerError::Invalid);
        }
        if !is_protected(&url) {
            return Err(IssuerError::Unprotected);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Over TLS, or not over a network at all.
pub(crate) fn is_protected(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => match url.host() {
            Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_written_and_finds_the_document() {
        for (text, document) in [
            (
                "https://id.example.org/realms/thoughts",
                "https://id.example.org/realms/thoughts/.well-known/openid-configuration",
            ),
            (
                "https://tenant.example.com/",
                "https://tenant.example.com/.well-known/openid-configuration",
            ),
            (
                "http://127.0.0.1:8081/realms/a",
                "http://127.0.0.1:8081/realms/a/.well-known/openid-configuration",
            ),
            (
                "http://[::1]:9/x",
                "http://[::1]:9/x/.well-known/openid-configuration",
            ),
            (
                "http://localhost:9",
                "http://localhost:9/.well-known/openid-configuration",
            ),
        ] {
            let issuer: Issuer = text.parse().expect("an issuer");
            assert_eq!(issuer.as_str(), text);
            assert_eq!(issuer.discovery_url(), document);
        }
    }

    #[test]
    fn what_is_no_issuer() {
        for text in [
            "",
            "keycloak",
            "ftp://id.example.org",
            "https://",
            "https://id.example.org?realm=a",
            "https://id.example.org#a",
            "https://user:secret@id.example.org",
            "https://id.example.org/ä",
            "https://id.example.org/a b",
            "file:///etc/passwd",
        ] {
            assert_eq!(text.parse::<Issuer>(), Err(IssuerError::Invalid), "{text}");
        }
        for text in [
            "http://id.example.org",
            "http://192.168.0.1",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
        ] {
            let refused = text.parse::<Issuer>();
            assert_eq!(refused, Err(IssuerError::Unprotected), "{text}");
        }
    }
}
