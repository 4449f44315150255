//! Access tokens and refresh tokens.

use std::fmt;
use std::time::Duration;

use thiserror::Error;
use thoughts_domain::accounts::Standing;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;

/// How long an access token is good for.
pub const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_mins(15);

/// What an access token says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AccessClaims {
    /// Whose it is.
    pub user_id: UserId,
    /// The session that it came from.
    pub session_id: SessionId,
    /// What the user might do when it was signed.
    pub standing: Standing,
}

/// Why an access token is refused; the client learns only that it is.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum AccessTokenError {
    /// It was good once.
    #[error("the token has expired")]
    Expired,
    /// It never was: malformed, another key, issuer, audience or type.
    #[error("the token is not valid: {0}")]
    Invalid(String),
    /// It could not be made.
    #[error("the token could not be signed: {0}")]
    Unsigned(String),
}

/// Signs and verifies access tokens.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait AccessTokens: Send + Sync {
    /// Signs a token that is good for [`ACCESS_TOKEN_LIFETIME`] from `now`.
    ///
    /// # Errors
    /// [`AccessTokenError::Unsigned`].
    fn sign(&self, claims: &AccessClaims, now: Timestamp) -> Result<String, AccessTokenError>;

    /// Verifies a token: signature, algorithm, issuer, audience, type, and that `now` lies in
    /// its time.
    ///
    /// # Errors
    /// [`AccessTokenError::Expired`] and [`AccessTokenError::Invalid`].
    fn verify(&self, token: &str, now: Timestamp) -> Result<AccessClaims, AccessTokenError>;

    /// The public keys that verify, as a JSON Web Key Set (RFC 7517).
    fn key_set(&self) -> String;
}

/// A refresh token as the client holds it. Never shown by [`fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct RefreshSecret(String);

impl RefreshSecret {
    /// Takes a token from a client or from [`RefreshTokens`].
    #[must_use]
    pub const fn new(token: String) -> Self {
        Self(token)
    }

    /// The token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RefreshSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshSecret(***)")
    }
}

/// What is stored of a refresh token or of a mailed one: its SHA-256.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct TokenHash(pub [u8; 32]);

/// Makes refresh tokens.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait RefreshTokens: Send + Sync {
    /// A fresh token of 256 random bits.
    fn generate(&self) -> RefreshSecret;

    /// The one token that follows `token`: the same each time, and nobody without the server's
    /// key can tell it.
    fn successor(&self, token: &RefreshSecret) -> RefreshSecret;

    /// What a replica under another key may have given as the successor of `token`: one for each
    /// other key that counts while keys change.
    fn other_successors(&self, token: &RefreshSecret) -> Vec<RefreshSecret>;

    /// What is stored of a token.
    fn hash(&self, token: &RefreshSecret) -> TokenHash;
}
