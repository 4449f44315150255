//! A letter in an envelope.

use lettre::Message;
use lettre::message::{Mailbox, MultiPart, header};
use thoughts_use_cases::mail::{MailError, MailTrouble, OutgoingMail};

use crate::letter::Letter;
use crate::{Links, MailFrom};

/// Nothing that can be sent.
const UNFIT: MailError = MailError::Permanent(MailTrouble::Form);

/// The message (RFC 5322) with plain text and HTML as alternatives (RFC 2046, 5.1.4), the better
/// one last. Names and subject are encoded (RFC 2047), so nothing in them can begin a header.
pub(crate) fn message(
    mail: &OutgoingMail,
    from: &MailFrom,
    links: &Links,
) -> Result<Message, MailError> {
    let letter = Letter::write(mail, links).map_err(|_| UNFIT)?;
    let address = mail.to.email.parse().map_err(|_| UNFIT)?;
    // No control character is in a name that a client gave; what else might be, cannot be sent.
    let name: String = mail
        .to
        .display_name
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    Message::builder()
        .from(from.0.clone())
        .to(Mailbox::new(Some(name), address))
        .subject(letter.subject)
        .message_id(Some(format!("<{}@{}>", mail.id, from.domain())))
        .header(header::MIME_VERSION_1_0)
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
        .map_err(|_| UNFIT)
}

/// Keeps away the answers of machines (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
