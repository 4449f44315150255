//! Mails into the log.

use async_trait::async_trait;
use thoughts_use_cases::mail::{MailError, MailTrouble, Mailer, OutgoingMail};

use crate::Links;
use crate::letter::Letter;

/// Writes mails into the log instead of sending them: the whole text, with the link and the token
/// in it. For development, where the one who reads the log is the one who would read the mail.
pub struct LogMailer {
    links: Links,
}

impl LogMailer {
    /// With links that lead there.
    #[must_use]
    pub const fn new(links: Links) -> Self {
        Self { links }
    }
}

#[async_trait]
impl Mailer for LogMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let letter = Letter::write(mail, &self.links)
            .map_err(|_| MailError::Permanent(MailTrouble::Form))?;
        tracing::info!(
            to = mail.to.email,
            subject = letter.subject,
            text = letter.text,
            "mail"
        );
        Ok(())
    }
}
