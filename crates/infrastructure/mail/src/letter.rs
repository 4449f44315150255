//! What mails say.

use askama::Template;
use thoughts_domain::accounts::Language;
use thoughts_use_cases::mail::{MailContent, OutgoingMail};

use crate::Links;

/// A mail in words: its subject, and its body in both forms.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// A template's text could not be made.
pub(crate) use askama::Error as LetterError;

/// One pair of templates for each kind and language, with what they show.
macro_rules! letters {
    ($($name:ident { $($field:ident),+ } = $text:tt, $html:tt;)+) => {
        $(
            mod $name {
                use askama::Template;

                #[derive(Template)]
                #[template(path = $text, escape = "none")]
                pub(super) struct Text<'a> {
                    $(pub(super) $field: &'a str,)+
                }

                #[derive(Template)]
                #[template(path = $html)]
                pub(super) struct Html<'a> {
                    $(pub(super) $field: &'a str,)+
                }
            }
        )+
    };
}

letters! {
    verify_email_en { name, handle, link, service } = "en/verify_email.txt", "en/verify_email.html";
    verify_email_pt { name, handle, link, service } = "pt/verify_email.txt", "pt/verify_email.html";
    reset_password_en { name, handle, link, service } = "en/reset_password.txt", "en/reset_password.html";
    reset_password_pt { name, handle, link, service } = "pt/reset_password.txt", "pt/reset_password.html";
    password_changed_en { name, handle, service } = "en/password_changed.txt", "en/password_changed.html";
    password_changed_pt { name, handle, service } = "pt/password_changed.txt", "pt/password_changed.html";
}

impl Letter {
    /// Puts a mail into words, in its recipient's language.
    pub(crate) fn write(mail: &OutgoingMail, links: &Links) -> Result<Self, LetterError> {
        let language = mail.to.language;
        let link = match &mail.content {
            MailContent::VerifyEmail(token) => links.verify_email(language, token),
            MailContent::ResetPassword(token) => links.reset_password(language, token),
            MailContent::PasswordChanged => String::new(),
        };
        let (name, handle) = (mail.to.display_name.as_str(), mail.to.handle.as_str());
        let (link, service) = (link.as_str(), links.service());
        macro_rules! written {
            ($module:ident { $($field:ident),+ }) => {
                (
                    $module::Text { $($field),+ }.render()?,
                    $module::Html { $($field),+ }.render()?,
                )
            };
        }
        let (text, html) = match (&mail.content, language) {
            (MailContent::VerifyEmail(_), Language::En) => written!(verify_email_en {
                name,
                handle,
                link,
                service
            }),
            (MailContent::VerifyEmail(_), Language::Pt) => written!(verify_email_pt {
                name,
                handle,
                link,
                service
            }),
            (MailContent::ResetPassword(_), Language::En) => written!(reset_password_en {
                name,
                handle,
                link,
                service
            }),
            (MailContent::ResetPassword(_), Language::Pt) => written!(reset_password_pt {
                name,
                handle,
                link,
                service
            }),
            (MailContent::PasswordChanged, Language::En) => written!(password_changed_en {
                name,
                handle,
                service
            }),
            (MailContent::PasswordChanged, Language::Pt) => written!(password_changed_pt {
                name,
                handle,
                service
            }),
        };
        let (subject, text) = text.split_once('\n').unwrap_or_default();
        Ok(Self {
            subject: subject.to_owned(),
            text: text.trim_start().to_owned(),
            html,
        })
    }
}

#[cfg(test)]
mod tests;
