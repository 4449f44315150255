//! A public key, and its name.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePublicKey, EncodePublicKey};
use jsonwebtoken::DecodingKey;
use sha2::{Digest, Sha256};

use super::text::KeyText;
use super::{KeyError, SigningKey};

/// An Ed25519 public key (RFC 8032), named by its thumbprint (RFC 7638, RFC 8037 appendix A.3),
/// so that every replica calls it the same without being told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicKey {
    inner: VerifyingKey,
    id: String,
}

impl PublicKey {
    pub(super) fn new(inner: VerifyingKey) -> Self {
        let x = URL_SAFE_NO_PAD.encode(inner.as_bytes());
        // RFC 7638: the required members in lexical order, without white space.
        let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        let id = URL_SAFE_NO_PAD.encode(Sha256::digest(canonical));
        Self { inner, id }
    }

    /// Reads `SubjectPublicKeyInfo` (RFC 8410) as PEM or as base64 of DER, or the 32 bytes of
    /// RFC 8032 as base64.
    ///
    /// # Errors
    /// [`KeyError::NotPublic`]; [`KeyError::PrivateAmongPublic`] for a private key in PEM or DER.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let key = match KeyText::read(text).ok_or(KeyError::NotPublic)? {
            KeyText::Pem(pem) => VerifyingKey::from_public_key_pem(&pem).ok(),
            KeyText::Bytes(bytes) => match <[u8; 32]>::try_from(bytes.as_slice()) {
                Ok(point) => VerifyingKey::from_bytes(&point).ok(),
                Err(_) => VerifyingKey::from_public_key_der(&bytes).ok(),
            },
        };
        // A point of small order would verify signatures that nobody made.
        match key.filter(|key| !key.is_weak()) {
            Some(key) => Ok(Self::new(key)),
            None if SigningKey::parse(text).is_ok() => Err(KeyError::PrivateAmongPublic),
            None => Err(KeyError::NotPublic),
        }
    }

    /// Reads keys that are separated by commas; empty entries are skipped.
    ///
    /// # Errors
    /// Those of [`Self::parse`].
    pub fn parse_list(text: &str) -> Result<Vec<Self>, KeyError> {
        text.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(Self::parse)
            .collect()
    }

    /// The key id (`kid`).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The 32 bytes in base64url, as JWK's `x` (RFC 8037).
    #[must_use]
    pub fn to_base64url(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.inner.as_bytes())
    }

    /// `SubjectPublicKeyInfo` in PEM.
    ///
    /// # Errors
    /// [`KeyError::Unencodable`].
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let pem = self.inner.to_public_key_pem(LineEnding::LF);
        pem.map_err(|_| KeyError::Unencodable)
    }

    pub(crate) fn to_jwt(&self) -> DecodingKey {
        DecodingKey::from_ed_der(self.inner.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_private_key_is_refused_as_one() {
        let key = SigningKey::generate().expect("a key");
        let refused = PublicKey::parse(&key.to_pem().expect("pem"));
        assert_eq!(refused, Err(KeyError::PrivateAmongPublic));
    }

    #[test]
    fn what_is_no_public_key() {
        let neutral = URL_SAFE_NO_PAD.encode([&[1][..], &[0; 31]].concat());
        for text in ["hunter2", "-----BEGIN PUBLIC KEY-----", "AAAA", &neutral] {
            assert!(PublicKey::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_list_reads_back(count in 0_usize..4) {
            let keys: Vec<_> = (0..count)
                .map(|_| SigningKey::generate().expect("a key").public().clone())
                .collect();
            let written: Vec<_> = keys
                .iter()
                .enumerate()
                .map(|(at, key)| if at % 2 == 0 { key.to_pem().expect("pem") } else { key.to_base64url() })
                .collect();
            let read = PublicKey::parse_list(&format!("{},", written.join(" , ")));
            prop_assert_eq!(read, Ok(keys));
        }
    }
}
