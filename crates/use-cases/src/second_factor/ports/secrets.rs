//! The secrets of second factors.

use std::fmt;

use thiserror::Error;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{RecoveryCode, TimeStep, TotpCode};
use thoughts_domain::time::Timestamp;

use crate::accounts::TokenHash;

/// Names the key that a secret is sealed under, and tells nothing of it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SealingKeyId(pub [u8; 8]);

/// A secret as it is stored: encrypted and authenticated, for one user. Never shown by
/// [`fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct SealedSecret {
    /// Under which key.
    pub key: SealingKeyId,
    /// What only that key opens.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedSecret(***)")
    }
}

/// A fresh secret, once as its owner's app takes it and once as it is stored. The first is never
/// shown by [`fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct FreshSecret {
    /// The secret in base 32 (RFC 4648), for who types it.
    pub base32: String,
    /// The secret with all that an app needs, for a QR code: `otpauth://totp/...`.
    pub url: String,
    /// The secret as it is stored.
    pub sealed: SealedSecret,
}

impl fmt::Debug for FreshSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FreshSecret(***)")
    }
}

/// Why a secret cannot be used.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum SecretError {
    /// No listed key opens it: the one that it is sealed under was forgotten too early, or the
    /// row belongs to somebody else.
    #[error("no key opens the secret of a second factor")]
    Unreadable,
    /// It cannot be made.
    #[error("the secret of a second factor cannot be made")]
    Unmakeable,
}

/// Makes, seals and uses the secrets of second factors.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait SecondFactorSecrets: Send + Sync {
    /// Makes a secret of 160 bits for a user; his app will call it by `handle`.
    ///
    /// # Errors
    /// [`SecretError::Unmakeable`].
    fn generate(&self, user: UserId, handle: &Handle) -> Result<FreshSecret, SecretError>;

    /// The step of the code, when it is the secret's for `now`, the step before it or the one
    /// after it (RFC 6238: HMAC-SHA-1, six digits, 30 s); none for any other code. Codes are
    /// compared in constant time.
    ///
    /// # Errors
    /// [`SecretError::Unreadable`].
    fn step_of(
        &self,
        user: UserId,
        secret: &SealedSecret,
        code: &TotpCode,
        now: Timestamp,
    ) -> Result<Option<TimeStep>, SecretError>;

    /// Names the key that fresh secrets are sealed under.
    fn present_key(&self) -> SealingKeyId;

    /// The same secret, sealed under the present key.
    ///
    /// # Errors
    /// [`SecretError`].
    fn reseal(&self, user: UserId, secret: &SealedSecret) -> Result<SealedSecret, SecretError>;

    /// Makes a recovery code.
    fn recovery_code(&self) -> RecoveryCode;

    /// What is stored of a user's recovery code.
    fn hash(&self, user: UserId, code: &RecoveryCode) -> TokenHash;
}
