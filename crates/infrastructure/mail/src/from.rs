//! Whom mails come from.

use std::fmt;
use std::str::FromStr;

use lettre::message::Mailbox;
use thiserror::Error;

/// The address that mails come from, with a name or without: `Thoughts <no-reply@example.org>`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailFrom(pub(crate) Mailbox);

/// Not an address.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is not an address such as no-reply@example.org or Thoughts <no-reply@example.org>")]
pub struct MailFromError;

impl MailFrom {
    /// `Thoughts <no-reply@host>`, where nobody has said anything else.
    ///
    /// # Errors
    /// [`MailFromError`] when the host is none that a mail can come from, such as a number.
    pub fn no_reply(host: &str) -> Result<Self, MailFromError> {
        format!("Thoughts <no-reply@{host}>").parse()
    }

    /// What comes after the `@`.
    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for MailFrom {
    type Err = MailFromError;

    fn from_str(text: &str) -> Result<Self, MailFromError> {
        if text.chars().any(char::is_control) {
            return Err(MailFromError);
        }
        text.parse().map(Self).map_err(|_| MailFromError)
    }
}

impl fmt::Display for MailFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_name_or_without() {
        for text in ["a@example.org", "Thoughts <a@example.org>"] {
            let from: MailFrom = text.parse().expect(text);
            assert_eq!(
                (from.to_string().as_str(), from.domain()),
                (text, "example.org")
            );
        }
        let made = MailFrom::no_reply("example.org").expect("an address");
        assert_eq!(made.to_string(), "Thoughts <no-reply@example.org>");
        for text in [
            "",
            "nobody",
            "a@example.org\r\nBcc: b@example.org",
            "a@b@c <d>",
        ] {
            assert_eq!(text.parse::<MailFrom>(), Err(MailFromError), "{text:?}");
        }
    }
}
