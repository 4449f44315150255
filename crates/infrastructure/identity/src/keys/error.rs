//! Why a key is refused.

use thiserror::Error;

/// Why a key is refused. What was given is never repeated.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum KeyError {
    /// Neither PEM nor base64, or not an Ed25519 private key.
    #[error(
        "is not an Ed25519 private key: give PKCS#8 as PEM, or PKCS#8 DER or a 32-byte seed as base64 (`thoughts keys new` makes one)"
    )]
    NotPrivate,
    /// Neither PEM nor base64, or not an Ed25519 public key.
    #[error(
        "is not an Ed25519 public key: give SubjectPublicKeyInfo as PEM, or its DER or the 32 bytes as base64"
    )]
    NotPublic,
    /// A private key where only public keys belong.
    #[error("holds a private key; give only its public key")]
    PrivateAmongPublic,
    /// The machine gave no chance.
    #[error("the machine gave no random bits")]
    NoChance,
    /// The key could not be written in another form.
    #[error("the key could not be encoded")]
    Unencodable,
}
