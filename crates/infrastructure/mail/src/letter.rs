//! What mails say.

use askama::Template;
use thoughts_domain::accounts::Language;
use thoughts_domain::second_factor::SecondFactorChange;
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
    second_factor_on_en { name, handle, service } = "en/second_factor_on.txt", "en/second_factor_on.html";
    second_factor_on_pt { name, handle, service } = "pt/second_factor_on.txt", "pt/second_factor_on.html";
    second_factor_off_en { name, handle, service } = "en/second_factor_off.txt", "en/second_factor_off.html";
    second_factor_off_pt { name, handle, service } = "pt/second_factor_off.txt", "pt/second_factor_off.html";
    recovery_codes_replaced_en { name, handle, service } = "en/recovery_codes_replaced.txt", "en/recovery_codes_replaced.html";
    recovery_codes_replaced_pt { name, handle, service } = "pt/recovery_codes_replaced.txt", "pt/recovery_codes_replaced.html";
    recovery_code_used_en { name, handle, service } = "en/recovery_code_used.txt", "en/recovery_code_used.html";
    recovery_code_used_pt { name, handle, service } = "pt/recovery_code_used.txt", "pt/recovery_code_used.html";
}

impl Letter {
    /// Puts a mail into words, in its recipient's language.
    pub(crate) fn write(mail: &OutgoingMail, links: &Links) -> Result<Self, LetterError> {
        let language = mail.to.language;
        let link = match &mail.content {
            MailContent::VerifyEmail(token) => links.verify_email(language, token),
            MailContent::ResetPassword(token) => links.reset_password(language, token),
            MailContent::PasswordChanged | MailContent::SecondFactor(_) => String::new(),
        };
        let (name, handle) = (mail.to.display_name.as_str(), mail.to.handle.as_str());
        let (link, service) = (link.as_str(), links.service());
        macro_rules! written {
            ($($content:pat => $en:ident, $pt:ident { $($field:ident),+ };)+) => {
                match (&mail.content, language) {
                    $(
                        ($content, Language::En) => (
                            $en::Text { $($field),+ }.render()?,
                            $en::Html { $($field),+ }.render()?,
                        ),
                        ($content, Language::Pt) => (
                            $pt::Text { $($field),+ }.render()?,
                            $pt::Html { $($field),+ }.render()?,
                        ),
                    )+
                }
            };
        }
        let (text, html) = written! {
            MailContent::VerifyEmail(_) => verify_email_en, verify_email_pt { name, handle, link, service };
            MailContent::ResetPassword(_) => reset_password_en, reset_password_pt { name, handle, link, service };
            MailContent::PasswordChanged => password_changed_en, password_changed_pt { name, handle, service };
            MailContent::SecondFactor(SecondFactorChange::TurnedOn) => second_factor_on_en, second_factor_on_pt { name, handle, service };
            MailContent::SecondFactor(SecondFactorChange::TurnedOff) => second_factor_off_en, second_factor_off_pt { name, handle, service };
            MailContent::SecondFactor(SecondFactorChange::RecoveryCodesReplaced) => recovery_codes_replaced_en, recovery_codes_replaced_pt { name, handle, service };
            MailContent::SecondFactor(SecondFactorChange::RecoveryCodeUsed) => recovery_code_used_en, recovery_code_used_pt { name, handle, service };
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
