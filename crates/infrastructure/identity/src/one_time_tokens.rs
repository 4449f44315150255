//! Tokens that are mailed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use thoughts_domain::ids::MailId;
use thoughts_use_cases::accounts::{OneTimeSecret, OneTimeTokens, TokenHash};

use crate::keys::Secret;

/// One-time tokens of 256 bits in base64url (43 characters): HMAC-SHA-256 (RFC 2104) of the
/// mail's id under a derived secret.
pub struct HmacOneTimeTokens {
    keyed: Hmac<Sha256>,
}

impl HmacOneTimeTokens {
    /// Works tokens out under `secret`.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self {
            keyed: Hmac::new(&secret.hmac_key()),
        }
    }
}

impl OneTimeTokens for HmacOneTimeTokens {
    fn of_mail(&self, mail: MailId) -> OneTimeSecret {
        let mac = self.keyed.clone().chain_update(mail.as_str());
        OneTimeSecret::new(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn hash(&self, token: &OneTimeSecret) -> TokenHash {
        TokenHash(Sha256::digest(token.as_str()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Secrets;

    #[test]
    fn a_token_is_fixed_by_mail_and_key() {
        let ids = ["tz4a98xxat96iws9zmbrgj3a", "pfh0haxfpzowht3oi213cqos"];
        let [one, two] = ids.map(|id| MailId::parse(id).expect("an id"));
        let tokens = HmacOneTimeTokens::new(&Secrets::for_test(1, &[]).present);
        let others = HmacOneTimeTokens::new(&Secrets::for_test(2, &[]).present);
        let token = tokens.of_mail(one);
        assert_eq!(token, tokens.of_mail(one));
        assert_ne!(token, tokens.of_mail(two));
        assert_ne!(token, others.of_mail(one));
        let bits = URL_SAFE_NO_PAD.decode(token.as_str()).expect("base64url");
        assert_eq!(bits.len(), 32);
        assert_ne!(tokens.hash(&token), tokens.hash(&tokens.of_mail(two)));
        assert_eq!(tokens.hash(&token), others.hash(&token));
    }
}
