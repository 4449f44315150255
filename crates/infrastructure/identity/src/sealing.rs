//! Encrypting secrets that are kept in the storage.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use rand::RngExt;
use sha2::{Digest, Sha256};
use thoughts_use_cases::second_factor::{SealedSecret, SealingKeyId};

use crate::keys::{Secret, Secrets};

const NONCE_BYTES: usize = 24;

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha): a random nonce of 192 bits before the ciphertext.
/// What it belongs to is authenticated with it, so that nobody can move a secret to another row.
/// Seals under the present key, and opens what was sealed under each.
pub(crate) struct Sealer {
    present: SealingKey,
    others: Vec<SealingKey>,
}

struct SealingKey {
    id: SealingKeyId,
    cipher: XChaCha20Poly1305,
}

impl SealingKey {
    fn new(secret: &Secret) -> Self {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(b"thoughts/sealing-key-id/v1")
            .chain_update(secret.as_bytes())
            .finalize()
            .into();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        Self {
            id: SealingKeyId(id),
            cipher: XChaCha20Poly1305::new(&Key::from(*secret.as_bytes())),
        }
    }
}

impl Sealer {
    /// Seals under derived secrets.
    pub(crate) fn new(secrets: &Secrets) -> Self {
        Self {
            present: SealingKey::new(&secrets.present),
            others: secrets.others.iter().map(SealingKey::new).collect(),
        }
    }

    /// Names the present key.
    pub(crate) const fn present(&self) -> SealingKeyId {
        self.present.id
    }

    /// Seals what belongs to `owner`; none when the cipher fails, which it does for more than
    /// 256 GiB alone.
    pub(crate) fn seal(&self, owner: &[u8], secret: &[u8]) -> Option<SealedSecret> {
        let nonce: [u8; NONCE_BYTES] = rand::rng().random();
        let payload = Payload {
            msg: secret,
            aad: owner,
        };
        let ciphertext = self.present.cipher.encrypt(&XNonce::from(nonce), payload);
        Some(SealedSecret {
            key: self.present.id,
            bytes: [&nonce[..], &ciphertext.ok()?].concat(),
        })
    }

    /// Opens what belongs to `owner`; none when no key here has sealed just that.
    pub(crate) fn open(&self, owner: &[u8], sealed: &SealedSecret) -> Option<Vec<u8>> {
        let (nonce, ciphertext) = sealed.bytes.split_first_chunk::<NONCE_BYTES>()?;
        let key = std::iter::once(&self.present)
            .chain(&self.others)
            .find(|key| key.id == sealed.key)?;
        let payload = Payload {
            msg: ciphertext,
            aad: owner,
        };
        key.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sealer(present: u8, others: &[u8]) -> Sealer {
        Sealer::new(&Secrets::for_test(present, others))
    }

    #[test]
    fn what_any_listed_key_has_sealed_opens_and_nothing_else_does() {
        let sealed = sealer(1, &[]).seal(b"ada", b"secret").expect("sealed");
        let open = |sealer: &Sealer| sealer.open(b"ada", &sealed);
        assert_eq!(open(&sealer(1, &[])).as_deref(), Some(&b"secret"[..]));
        assert_eq!(open(&sealer(2, &[3, 1])).as_deref(), Some(&b"secret"[..]));
        assert_eq!(open(&sealer(2, &[3])), None);
        assert_eq!(sealer(1, &[]).open(b"bob", &sealed), None);
        // Another key by the name of the right one.
        let renamed = SealedSecret {
            key: sealer(2, &[]).present(),
            ..sealed.clone()
        };
        assert_eq!(sealer(2, &[1]).open(b"ada", &renamed), None);
    }

    #[test]
    fn fresh_ones_are_sealed_under_the_present_key_and_never_alike() {
        let rotating = sealer(2, &[1]);
        let [one, two] = [(); 2].map(|()| rotating.seal(b"ada", b"secret").expect("sealed"));
        assert_eq!(one.key, sealer(2, &[]).present());
        assert_ne!(one.key, sealer(1, &[]).present());
        assert!(one.bytes != two.bytes);
    }

    proptest! {
        #[test]
        fn a_changed_or_cut_one_does_not_open(bit in 0_usize..368, length in 0_usize..46) {
            let ours = sealer(1, &[]);
            let sealed = ours.seal(b"ada", b"secret").expect("sealed");
            prop_assert_eq!(sealed.bytes.len(), 46);
            let mut flipped = sealed.clone();
            flipped.bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(ours.open(b"ada", &flipped), None);
            let mut cut = sealed;
            cut.bytes.truncate(length);
            prop_assert_eq!(ours.open(b"ada", &cut), None);
        }
    }
}
