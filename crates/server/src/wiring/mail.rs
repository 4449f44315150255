//! Who sends mails.

use std::sync::Arc;

use thoughts_mail::{Links, LogMailer, MailFrom, SmtpMailer};
use thoughts_use_cases::mail::{MailService, Mailer};

use crate::cli::{MailOptions, ServeOptions};
use crate::config::{Database, PublicUrl};
use crate::failure::Failure;

/// Whether mails can be sent: by a mail server, or into the log of an embedded database.
#[must_use]
pub fn mail_service(options: &ServeOptions) -> MailService {
    match (&options.mail.smtp_url, &options.storage.database_url) {
        (Some(_), _) | (None, Database::Sqlite { .. }) => MailService::On,
        (None, Database::Postgres { .. }) => MailService::Off,
    }
}

/// Who sends them; none when nobody does. `listening` is where links lead when nobody has said
/// where clients reach the service.
///
/// # Errors
/// [`Failure::Refused`], with what to do.
pub fn mailer(options: &ServeOptions, listening: &str) -> Result<Option<Arc<dyn Mailer>>, Failure> {
    let public_url = options.listen.public_url.as_ref();
    let links = Links::below(public_url.map_or(listening, PublicUrl::as_str));
    let MailOptions {
        smtp_url,
        mail_from,
    } = &options.mail;
    let Some(server) = smtp_url else {
        return Ok(match mail_service(options) {
            MailService::On => Some(Arc::new(LogMailer::new(links))),
            MailService::Off => {
                tracing::warn!(
                    "SMTP_URL is missing: nobody can reset a password or verify an address"
                );
                None
            }
        });
    };
    if public_url.is_none() {
        let leading_to = links.service();
        tracing::warn!(
            leading_to,
            "PUBLIC_URL is missing: set it, or links in mails lead here"
        );
    }
    let from = match mail_from {
        Some(from) => from.clone(),
        None => no_reply(public_url)?,
    };
    let mailer = SmtpMailer::new(server, from, links, None).map_err(Failure::refused)?;
    Ok(Some(Arc::new(mailer)))
}

fn no_reply(public_url: Option<&PublicUrl>) -> Result<MailFrom, Failure> {
    let host = public_url.and_then(PublicUrl::domain);
    MailFrom::no_reply(host.as_deref().unwrap_or("localhost")).map_err(|_| {
        Failure::refused("MAIL_FROM is missing, and no mail can come from the host of PUBLIC_URL")
    })
}
