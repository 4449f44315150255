//! Mails: what they say, and how they are sent.
//!
//! - [`SmtpMailer`] hands them to a mail server, found by an [`SmtpUrl`].
//! - [`LogMailer`] writes them into the log, for development: whoever reads the log reads the
//!   tokens in them.
//!
//! What they say stands in `templates`, one folder for each language, and is compiled in. The first
//! line of each text is the mail's subject. To add a kind of mail, add its two files in every
//! language and a line in `letter.rs`.

mod from;
mod letter;
mod links;
mod log_mailer;
mod message;
mod smtp_mailer;
mod smtp_url;

pub use from::{MailFrom, MailFromError};
pub use links::Links;
pub use log_mailer::LogMailer;
pub use smtp_mailer::{SmtpMailer, SmtpSetupError};
pub use smtp_url::{SmtpUrl, SmtpUrlError, Transfer};
