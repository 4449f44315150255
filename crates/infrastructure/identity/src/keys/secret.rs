//! Secrets that are derived from the signing key.

use hmac::Hmac;
use hmac::digest::Key;
use sha2::Sha256;

/// What a derived secret is for. The labels are fixed: a changed one is a changed secret.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SecretLabel {
    /// Authenticates cursors.
    CursorMac,
    /// Hides the keys of rate limits in a shared store.
    LimitKeys,
    /// Derives the successor of a refresh token.
    RefreshSuccessor,
    /// Works out mailed tokens.
    OneTimeTokens,
    /// Encrypts secrets that are kept in the storage.
    StoredSecrets,
}

impl SecretLabel {
    /// Every label.
    pub const ALL: [Self; 5] = [
        Self::CursorMac,
        Self::LimitKeys,
        Self::RefreshSuccessor,
        Self::OneTimeTokens,
        Self::StoredSecrets,
    ];

    /// HKDF's `info` (RFC 5869).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CursorMac => "thoughts/cursor-mac/v1",
            Self::LimitKeys => "thoughts/limit-keys/v1",
            Self::RefreshSuccessor => "thoughts/refresh-successor/v1",
            Self::OneTimeTokens => "thoughts/one-time-tokens/v1",
            Self::StoredSecrets => "thoughts/stored-secrets/v1",
        }
    }
}

/// One secret under every key that counts: what is made is made under the present one, and what
/// comes back is believed under each, so that keys can change while replicas go on.
#[derive(Clone, Eq, PartialEq)]
pub struct Secrets {
    /// Under the key that signs.
    pub present: Secret,
    /// Under the other keys of a rotation.
    pub others: Vec<Secret>,
}

impl Secrets {
    /// All of them, the present one first.
    pub fn iter(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.present).chain(&self.others)
    }

    #[cfg(test)]
    pub(crate) fn for_test(present: u8, others: &[u8]) -> Self {
        Self {
            present: Secret([present; 32]),
            others: others.iter().map(|fill| Secret([*fill; 32])).collect(),
        }
    }
}

/// A derived secret of 256 bits. It has no `Debug`, so that it is in no log.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret([u8; 32]);

impl Secret {
    pub(super) const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret as a key of one HMAC-SHA-256 block: RFC 2104 fills it up with zeros.
    pub(crate) fn hmac_key(&self) -> Key<Hmac<Sha256>> {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        block.into()
    }

    /// The 32 bytes, for a cipher.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
