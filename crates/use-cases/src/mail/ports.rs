//! The port to who sends mails.

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::MailId;
use thoughts_domain::second_factor::SecondFactorChange;

use super::Recipient;
use crate::accounts::OneTimeSecret;

/// What a mail says, with all that it needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MailContent {
    /// How to show that the address is one's own, by this token.
    VerifyEmail(OneTimeSecret),
    /// How to set a new password, by this token.
    ResetPassword(OneTimeSecret),
    /// That the password has been changed.
    PasswordChanged,
    /// That the second factor has been changed, and how.
    SecondFactor(SecondFactorChange),
}

/// A mail to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutgoingMail {
    /// Names it: two tries of one mail carry the same `Message-ID`, by which receivers know that
    /// they have it.
    pub id: MailId,
    /// To whom.
    pub to: Recipient,
    /// What it says.
    pub content: MailContent,
}

/// Why a mail was not sent. No text of the server is in it: servers repeat addresses.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum MailError {
    /// It may be later: the server is not there, is slow, busy, or does not let us in.
    #[error("the mail server does not take it now ({0})")]
    Temporary(MailTrouble),
    /// It never will be: this mail is refused.
    #[error("the mail server refuses it ({0})")]
    Permanent(MailTrouble),
}

/// What the trouble is.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum MailTrouble {
    /// The server answered with this SMTP code (RFC 5321, 4.2).
    #[error("SMTP code {0}")]
    Code(u16),
    /// The server did not let us in: the user or the password in `SMTP_URL` is wrong.
    #[error("SMTP code {0}: the login of SMTP_URL is refused")]
    Login(u16),
    /// There is no connection, or it was lost.
    #[error("no connection")]
    Connection,
    /// TLS did not come about: the certificate is not trusted, or STARTTLS is not offered.
    #[error("no TLS")]
    Tls,
    /// It took too long.
    #[error("no answer in time")]
    Timeout,
    /// The mail cannot be put into a form that can be sent.
    #[error("not a mail that can be sent")]
    Form,
}

/// Sends mails.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends a mail, in both plain text and HTML, in the recipient's language. Ends within a
    /// minute, well or not. A mail of which nobody knows whether it arrived (the connection was
    /// lost at the end) is [`MailError::Temporary`]: better twice than never.
    ///
    /// # Errors
    /// [`MailError`].
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError>;
}
