//! Where the mail server is.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::{Host, Url};

/// Where the mail server is, and how to speak to it. Printing it hides the password.
#[derive(Clone, Eq, PartialEq)]
pub struct SmtpUrl {
    url: Url,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) transfer: Transfer,
    pub(crate) login: Option<(String, String)>,
}

/// Whether what is sent can be read on the way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Transfer {
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// STARTTLS (RFC 3207), or nothing is sent.
    StartTls,
    /// STARTTLS when the server offers it.
    StartTlsIfOffered,
    /// In the clear.
    Plain,
}

/// Why a URL is refused. What was given is never repeated.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum SmtpUrlError {
    /// Not of that form.
    #[error("is not a URL such as smtp://user:password@mail.example.org:587 or smtps://...")]
    Invalid,
    /// `tls` says something else.
    #[error("has a tls that is none of required, opportunistic and none")]
    Tls,
    /// Only one half of a login, or one that is not UTF-8.
    #[error("needs both a user and a password, percent-encoded, or neither")]
    Login,
}

impl SmtpUrl {
    /// How what is sent is protected.
    #[must_use]
    pub const fn transfer(&self) -> Transfer {
        self.transfer
    }
}

impl FromStr for SmtpUrl {
    type Err = SmtpUrlError;

    /// `smtps://` speaks TLS at once, port 465. `smtp://` begins in the clear, port 587 with a
    /// login and 25 without, and goes on as `?tls=` says: `required` (STARTTLS or nothing),
    /// `opportunistic` (STARTTLS when offered), `none`. Left out, it is `none` on this machine,
    /// `required` with a login, so that no password crosses a network in the clear, and
    /// `opportunistic` otherwise.
    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|_| SmtpUrlError::Invalid)?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(SmtpUrlError::Invalid)?;
        // An address of version 6 stands in brackets in a URL alone.
        let host = host.trim_matches(['[', ']']).to_owned();
        let login = login(&url)?;
        let tls = url.query_pairs().find(|(name, _)| name == "tls");
        let tls = tls.map(|(_, value)| value.into_owned());
        let transfer = match (url.scheme(), tls.as_deref()) {
            ("smtps", None | Some("required")) => Transfer::Tls,
            ("smtp", Some("required")) => Transfer::StartTls,
            ("smtp", Some("none")) => Transfer::Plain,
            ("smtp", None) if is_here(&host) => Transfer::Plain,
            ("smtp", None) if login.is_some() => Transfer::StartTls,
            ("smtp", None | Some("opportunistic")) => Transfer::StartTlsIfOffered,
            ("smtp" | "smtps", Some(_)) => return Err(SmtpUrlError::Tls),
            _ => return Err(SmtpUrlError::Invalid),
        };
        let usual = match (transfer, &login) {
            (Transfer::Tls, _) => 465,
            (_, Some(_)) => 587,
            (_, None) => 25,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual),
            transfer,
            login,
            url,
        })
    }
}

/// Both halves of the login; none when both are missing.
fn login(url: &Url) -> Result<Option<(String, String)>, SmtpUrlError> {
    let decoded = |text: &str| {
        let bytes: Vec<u8> = percent_decoded(text);
        String::from_utf8(bytes).map_err(|_| SmtpUrlError::Login)
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(SmtpUrlError::Login),
        (user, Some(password)) => Ok(Some((decoded(user)?, decoded(password)?))),
    }
}

/// RFC 3986, 2.1; what is no escape stays.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = escape {
            bytes.push(high * 16 + low);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    bytes
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

/// Whether a host is this machine.
fn is_here(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Ok(Host::Domain(name)) => name == "localhost",
        Err(_) => host
            .parse::<std::net::Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback()),
    }
}

impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.url.clone();
        if url.password().is_some() {
            // Fails only for a URL that cannot have a password.
            let _ = url.set_password(Some("***"));
        }
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, u16, Transfer) {
        let url: SmtpUrl = text.parse().expect(text);
        (url.host.clone(), url.port, url.transfer)
    }

    #[test]
    fn a_password_never_crosses_a_network_in_the_clear_unless_told() {
        for (text, host, port, transfer) in [
            ("smtps://u:p@m.example", "m.example", 465, Transfer::Tls),
            ("smtp://u:p@m.example", "m.example", 587, Transfer::StartTls),
            (
                "smtp://u:p@m.example?tls=none",
                "m.example",
                587,
                Transfer::Plain,
            ),
            (
                "smtp://m.example",
                "m.example",
                25,
                Transfer::StartTlsIfOffered,
            ),
            (
                "smtp://m.example?tls=required",
                "m.example",
                25,
                Transfer::StartTls,
            ),
            (
                "smtp://u:p@127.0.0.1:2525",
                "127.0.0.1",
                2525,
                Transfer::Plain,
            ),
            ("smtp://[::1]:2525", "::1", 2525, Transfer::Plain),
            ("smtp://localhost", "localhost", 25, Transfer::Plain),
        ] {
            assert_eq!(read(text), (host.to_owned(), port, transfer), "{text}");
        }
    }

    #[test]
    fn the_login_is_decoded_and_hidden() {
        let url: SmtpUrl = "smtp://a%40b:p%25%3a%2F%zz@m.example"
            .parse()
            .expect("a URL");
        let login = url.login.clone();
        assert_eq!(login, Some(("a@b".to_owned(), "p%:/%zz".to_owned())));
        for shown in [format!("{url}"), format!("{url:?}")] {
            assert!(shown.contains("a%40b:***@m.example"), "{shown}");
            assert!(!shown.contains("p%25"), "{shown}");
        }
    }

    #[test]
    fn what_is_refused() {
        for (text, error) in [
            ("", SmtpUrlError::Invalid),
            ("mail.example.org", SmtpUrlError::Invalid),
            ("smtp://", SmtpUrlError::Invalid),
            ("http://m.example", SmtpUrlError::Invalid),
            ("smtp://m.example?tls=maybe", SmtpUrlError::Tls),
            ("smtps://m.example?tls=none", SmtpUrlError::Tls),
            ("smtp://user@m.example", SmtpUrlError::Login),
            ("smtp://:secret@m.example", SmtpUrlError::Login),
            ("smtp://u:%ff@m.example", SmtpUrlError::Login),
        ] {
            assert_eq!(text.parse::<SmtpUrl>(), Err(error), "{text}");
        }
    }
}
