//! Where links in mails lead.

use thoughts_domain::accounts::Language;
use thoughts_use_cases::accounts::OneTimeSecret;

/// Where links in mails lead: pages of this service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Links {
    base: String,
}

impl Links {
    /// Below the address at which clients reach the service.
    #[must_use]
    pub fn below(public_url: &str) -> Self {
        Self {
            base: public_url.trim_end_matches('/').to_owned(),
        }
    }

    /// The service itself.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.base
    }

    /// Where an address is verified.
    pub(crate) fn verify_email(&self, language: Language, token: &OneTimeSecret) -> String {
        self.page("verify-email", language, token)
    }

    /// Where a new password is set.
    pub(crate) fn reset_password(&self, language: Language, token: &OneTimeSecret) -> String {
        self.page("reset-password", language, token)
    }

    /// The token stands behind `#`: browsers send that part to nobody, so it is in no log and in
    /// no `Referer`. Nothing is done by opening the page, because mail scanners open every link.
    fn page(&self, name: &str, language: Language, token: &OneTimeSecret) -> String {
        let (base, language) = (&self.base, language.as_str());
        let token = token.as_str();
        format!("{base}/account/{name}?lang={language}#token={token}")
    }
}
