//! Tags on what clients carry and must not make up.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thoughts_use_cases::system::MessageAuthenticator;

use crate::keys::Secrets;

const TAG_BYTES: usize = 16;

/// HMAC-SHA-256 (RFC 2104), cut to 128 bits as RFC 2104, section 5, allows. Tags under the present
/// secret, and believes tags under every one.
pub struct HmacAuthenticator {
    present: Hmac<Sha256>,
    others: Vec<Hmac<Sha256>>,
}

impl HmacAuthenticator {
    /// Authenticates under derived secrets.
    #[must_use]
    pub fn new(secrets: &Secrets) -> Self {
        let others = secrets.others.iter();
        Self {
            present: Hmac::new(&secrets.present.hmac_key()),
            others: others.map(|secret| Hmac::new(&secret.hmac_key())).collect(),
        }
    }
}

fn over(keyed: &Hmac<Sha256>, message: &[u8]) -> Hmac<Sha256> {
    keyed.clone().chain_update(message)
}

impl MessageAuthenticator for HmacAuthenticator {
    fn tag(&self, message: &[u8]) -> [u8; TAG_BYTES] {
        let whole: [u8; 32] = over(&self.present, message).finalize().into_bytes().into();
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&whole[..TAG_BYTES]);
        tag
    }

    fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        // A shorter tag would be compared over its own length only, and be easy to guess.
        tag.len() == TAG_BYTES
            && std::iter::once(&self.present)
                .chain(&self.others)
                .any(|keyed| over(keyed, message).verify_truncated_left(tag).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn authenticator(fill: u8) -> HmacAuthenticator {
        HmacAuthenticator::new(&Secrets::for_test(fill, &[]))
    }

    #[test]
    fn tags_of_every_key_of_a_rotation_are_believed() {
        let (old, new) = (authenticator(1), authenticator(2));
        let rotating = HmacAuthenticator::new(&Secrets::for_test(2, &[1, 3]));
        for made in [&old, &new, &authenticator(3)] {
            assert!(rotating.verify(b"message", &made.tag(b"message")));
        }
        assert!(!rotating.verify(b"message", &authenticator(4).tag(b"message")));
        assert!(
            new.verify(b"message", &rotating.tag(b"message")),
            "made under the present one"
        );
        assert!(!old.verify(b"message", &rotating.tag(b"message")));
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
