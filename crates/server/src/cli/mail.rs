//! The options of mail.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the text of --help, which is no Markdown"
)]

use clap::Args;
use thoughts_mail::{MailFrom, SmtpUrl};

use super::checked::{checked, secret, text};

/// How mails are sent.
#[derive(Args, Clone, Debug)]
pub struct MailOptions {
    /// Mail server, smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host [default:
    /// none; mails go into the log on SQLite, and what needs a mail is refused on PostgreSQL]
    #[arg(long, env = "SMTP_URL", hide_env_values = true, value_name = "URL",
        value_parser = secret(text::<SmtpUrl>))]
    pub smtp_url: Option<SmtpUrl>,
    /// Whom mails come from [default: no-reply at the host of PUBLIC_URL]
    #[arg(long, env = "MAIL_FROM", hide_env_values = true, value_name = "ADDRESS",
        value_parser = checked(text::<MailFrom>))]
    pub mail_from: Option<MailFrom>,
}
