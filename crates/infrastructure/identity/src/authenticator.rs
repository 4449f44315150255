//! Tags on what clients carry and must not make up.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thoughts_use_cases::system::MessageAuthenticator;

use crate::keys::Secret;

const TAG_BYTES: usize = 16;

/// HMAC-SHA-256 (RFC 2104), cut to 128 bits as RFC 2104, section 5, allows.
pub struct HmacAuthenticator {
    keyed: Hmac<Sha256>,
}

impl HmacAuthenticator {
    /// Authenticates under a derived secret.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self {
            keyed: Hmac::new(&secret.hmac_key()),
        }
    }

    fn over(&self, message: &[u8]) -> Hmac<Sha256> {
        self.keyed.clone().chain_update(message)
    }
}

impl MessageAuthenticator for HmacAuthenticator {
    fn tag(&self, message: &[u8]) -> [u8; TAG_BYTES] {
        let whole: [u8; 32] = self.over(message).finalize().into_bytes().into();
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&whole[..TAG_BYTES]);
        tag
    }

    fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        // A shorter tag would be compared over its own length only, and be easy to guess.
        tag.len() == TAG_BYTES && self.over(message).verify_truncated_left(tag).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn authenticator(fill: u8) -> HmacAuthenticator {
        HmacAuthenticator::new(&Secret::for_test(fill))
    }

    #[test]
    fn other_lengths_are_refused() {
        let ours = authenticator(1);
        let tag = ours.tag(b"message");
        for length in 0..TAG_BYTES {
            assert!(!ours.verify(b"message", &tag[..length]), "{length}");
        }
        assert!(!ours.verify(b"message", &[&tag[..], &[0]].concat()));
    }

    proptest! {
        #[test]
        fn only_the_tagged_message_under_the_same_key_verifies(
            message in proptest::collection::vec(any::<u8>(), 0..100),
            other in proptest::collection::vec(any::<u8>(), 0..100),
            bit in 0_usize..128,
        ) {
            let ours = authenticator(1);
            let tag = ours.tag(&message);
            prop_assert!(ours.verify(&message, &tag));
            prop_assert_eq!(ours.verify(&other, &tag), other == message);
            prop_assert!(!authenticator(2).verify(&message, &tag));
            let mut flipped = tag;
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!ours.verify(&message, &flipped));
        }
    }
}
