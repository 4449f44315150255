//! The provider's keys.

use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::key::VerifyingKey;

/// More are not looked at; providers have a handful.
const MAX_KEYS: usize = 100;

/// The keys of a set (RFC 7517, 5) that can verify.
pub(crate) struct KeySet {
    keys: Vec<VerifyingKey>,
    digest: [u8; 32],
}

/// Why a set is of no use.
#[derive(Debug, Error)]
pub(crate) enum KeySetError {
    #[error("the key set cannot be read: {0}")]
    Unreadable(String),
    #[error(
        "the key set holds no key that verifies one of RS256, RS384, RS512, PS256, PS384, PS512, \
         ES256, ES384, EdDSA"
    )]
    NoKey,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a document; keys that cannot or may not verify are left out.
    pub(crate) fn parse(document: &[u8]) -> Result<Self, KeySetError> {
        let set: Document = serde_json::from_slice(document)
            .map_err(|error| KeySetError::Unreadable(error.to_string()))?;
        let keys = set.keys.into_iter().take(MAX_KEYS);
        let keys: Vec<_> = keys
            .filter_map(|key| serde_json::from_value(key).ok())
            .filter_map(VerifyingKey::of)
            .collect();
        if keys.is_empty() {
            return Err(KeySetError::NoKey);
        }
        Ok(Self {
            keys,
            digest: Sha256::digest(document).into(),
        })
    }

    /// Whether both were read from the same bytes.
    pub(crate) fn is_the_same_as(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// Whether a key has the name.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.keys.iter().any(|key| key.id.as_deref() == Some(id))
    }

    /// The keys that may verify a token with this header. A token without the name of a key can be
    /// meant for the only one alone (`OpenID` Connect Core 1.0, section 10.1).
    pub(crate) fn candidates(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> impl Iterator<Item = &VerifyingKey> {
        let only = self.keys.len() == 1;
        self.keys.iter().filter(move |key| {
            let meant = match id {
                Some(id) => key.id.as_deref() == Some(id),
                None => only,
            };
            meant && key.algorithms.contains(&algorithm)
        })
    }
}
