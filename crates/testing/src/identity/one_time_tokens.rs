//! Mailed tokens that anybody can tell from the mail's id.

use thoughts_domain::ids::MailId;
use thoughts_use_cases::accounts::{OneTimeSecret, OneTimeTokens, TokenHash};

use crate::digest::{digest, hex_digest};

/// Derives a token from the mail's id alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainOneTimeTokens;

impl OneTimeTokens for PlainOneTimeTokens {
    fn of_mail(&self, mail: MailId) -> OneTimeSecret {
        OneTimeSecret::new(hex_digest("one-time token", mail.as_str().as_bytes()))
    }

    fn hash(&self, token: &OneTimeSecret) -> TokenHash {
        TokenHash(digest("token hash", token.as_str().as_bytes()))
    }
}
