//! Refresh tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::{Digest, Sha256};
use thoughts_use_cases::accounts::{RefreshSecret, RefreshTokens, TokenHash};

use crate::keys::{Secret, Secrets};

/// Refresh tokens of 256 bits in base64url (43 characters).
///
/// The first of a session is random. Each successor is HMAC-SHA-256 of its predecessor under a
/// derived secret, so that a client whose answer was lost gets the same one again, from any
/// replica, although only hashes are stored. While keys change, the other secrets tell what a
/// replica under another key has given.
pub struct HmacRefreshTokens {
    present: Hmac<Sha256>,
    others: Vec<Hmac<Sha256>>,
}

impl HmacRefreshTokens {
    /// Derives successors under the present secret, and knows those under the others.
    #[must_use]
    pub fn new(secrets: &Secrets) -> Self {
        let keyed = |secret: &Secret| Hmac::new(&secret.hmac_key());
        Self {
            present: keyed(&secrets.present),
            others: secrets.others.iter().map(keyed).collect(),
        }
    }
}

fn after(token: &RefreshSecret, keyed: &Hmac<Sha256>) -> RefreshSecret {
    let mac = keyed.clone().chain_update(token.as_str());
    RefreshSecret::new(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

impl RefreshTokens for HmacRefreshTokens {
    fn generate(&self) -> RefreshSecret {
        let bits: [u8; 32] = rand::rng().random();
        RefreshSecret::new(URL_SAFE_NO_PAD.encode(bits))
    }

    fn successor(&self, token: &RefreshSecret) -> RefreshSecret {
        after(token, &self.present)
    }

    fn other_successors(&self, token: &RefreshSecret) -> Vec<RefreshSecret> {
        let others = self.others.iter();
        others.map(|keyed| after(token, keyed)).collect()
    }

    fn hash(&self, token: &RefreshSecret) -> TokenHash {
        TokenHash(Sha256::digest(token.as_str()).into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn tokens(fill: u8) -> HmacRefreshTokens {
        HmacRefreshTokens::new(&Secrets::for_test(fill, &[]))
    }

    #[test]
    fn generated_tokens_differ_and_hold_256_bits() {
        let tokens = tokens(1);
        let mut seen = HashSet::new();
        for _ in 0..1_000 {
            let token = tokens.generate();
            let bits = URL_SAFE_NO_PAD.decode(token.as_str()).expect("base64url");
            assert_eq!(bits.len(), 32);
            assert!(seen.insert(bits));
        }
    }

    #[test]
    fn a_long_chain_never_returns() {
        let tokens = tokens(1);
        let mut token = tokens.generate();
        let mut seen = HashSet::new();
        for _ in 0..1_000 {
            assert!(seen.insert(token.as_str().to_owned()));
            token = tokens.successor(&token);
        }
    }

    #[test]
    fn while_keys_change_the_successors_of_other_replicas_are_known() {
        let rotating = HmacRefreshTokens::new(&Secrets::for_test(2, &[1]));
        let token = rotating.generate();
        assert_eq!(rotating.successor(&token), tokens(2).successor(&token));
        assert_eq!(
            rotating.other_successors(&token),
            [tokens(1).successor(&token)]
        );
        assert_eq!(tokens(2).other_successors(&token), []);
    }

    #[test]
    fn the_hash_is_sha_256_of_the_text() {
        // NIST FIPS 180-2, appendix B.1.
        let hash = tokens(1).hash(&RefreshSecret::new("abc".to_owned()));
        assert_eq!(hash.0[..4], [0xba, 0x78, 0x16, 0xbf]);
    }

    proptest! {
        #[test]
        fn the_successor_is_fixed_by_token_and_key(text in "[A-Za-z0-9_-]{0,60}") {
            let token = RefreshSecret::new(text);
            let next = tokens(1).successor(&token);
            prop_assert_eq!(&next, &tokens(1).successor(&token));
            prop_assert_ne!(&next, &tokens(2).successor(&token));
            prop_assert_ne!(&next, &token);
            prop_assert_eq!(next.as_str().len(), 43);
        }
    }
}
