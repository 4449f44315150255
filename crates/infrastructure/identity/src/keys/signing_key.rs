//! The private key that everything secret hangs on.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use hkdf::Hkdf;
use jsonwebtoken::EncodingKey;
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::Sha256;

use super::text::KeyText;
use super::{KeyError, PublicKey, Secret, SecretLabel};

/// An Ed25519 private key (RFC 8032). [`fmt::Debug`] shows its key id only.
#[derive(Clone)]
pub struct SigningKey {
    inner: ed25519_dalek::SigningKey,
    public: PublicKey,
}

impl SigningKey {
    /// Makes a key from the machine's chance.
    ///
    /// # Errors
    /// [`KeyError::NoChance`].
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        SysRng
            .try_fill_bytes(&mut seed)
            .map_err(|_| KeyError::NoChance)?;
        Ok(Self::from_seed(&seed))
    }

    /// Reads PKCS#8 (RFC 8410) as PEM or as base64 of DER, or the 32-byte seed as base64.
    ///
    /// # Errors
    /// [`KeyError::NotPrivate`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let key = match KeyText::read(text).ok_or(KeyError::NotPrivate)? {
            KeyText::Pem(pem) => ed25519_dalek::SigningKey::from_pkcs8_pem(&pem),
            KeyText::Bytes(bytes) => match <[u8; 32]>::try_from(bytes.as_slice()) {
                Ok(seed) => return Ok(Self::from_seed(&seed)),
                Err(_) => ed25519_dalek::SigningKey::from_pkcs8_der(&bytes),
            },
        };
        key.map(|key| Self::from_seed(key.as_bytes()))
            .map_err(|_| KeyError::NotPrivate)
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

    fn from_seed(seed: &[u8; 32]) -> Self {
        let inner = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = PublicKey::new(inner.verifying_key());
        Self { inner, public }
    }

    /// The key as PKCS#8 in PEM: keep it secret.
    ///
    /// # Errors
    /// [`KeyError::Unencodable`].
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let pem = self.inner.to_pkcs8_pem(LineEnding::LF);
        pem.map(|pem| pem.to_string())
            .map_err(|_| KeyError::Unencodable)
    }

    /// The key as base64 of PKCS#8 DER, on one line: keep it secret.
    ///
    /// # Errors
    /// [`KeyError::Unencodable`].
    pub fn to_base64(&self) -> Result<String, KeyError> {
        let der = self.inner.to_pkcs8_der();
        der.map(|der| STANDARD.encode(der.as_bytes()))
            .map_err(|_| KeyError::Unencodable)
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Derives a secret: HKDF-SHA-256 (RFC 5869) over the seed, without salt, the label as info.
    ///
    /// # Errors
    /// [`KeyError::Unencodable`], for a length that HKDF cannot give.
    pub fn derive(&self, label: SecretLabel) -> Result<Secret, KeyError> {
        let mut secret = [0; 32];
        Hkdf::<Sha256>::new(None, self.inner.as_bytes())
            .expand(label.as_str().as_bytes(), &mut secret)
            .map_err(|_| KeyError::Unencodable)?;
        Ok(Secret::new(secret))
    }

    pub(crate) fn to_jwt(&self) -> Result<EncodingKey, KeyError> {
        let der = self
            .inner
            .to_pkcs8_der()
            .map_err(|_| KeyError::Unencodable)?;
        Ok(EncodingKey::from_ed_der(der.as_bytes()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.id())
    }
}

#[cfg(test)]
mod tests;
