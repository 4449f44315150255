//! Hashing of passwords.

use std::fmt;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::Password;

/// A password's hash in PHC form (`$argon2id$...`). Never shown by [`fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash as made by a [`PasswordHasher`] or as stored.
    #[must_use]
    pub const fn new(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(***)")
    }
}

/// Why hashing did not come about.
#[derive(Debug, Error)]
pub enum HashingError {
    /// Too many wait already; the caller may try again later.
    #[error("too many passwords are being hashed")]
    Busy,
    /// The stored hash cannot be read, or the hasher failed.
    #[error("hashing failed: {0}")]
    Failed(String),
}

/// Hashes passwords, slowly on purpose, off the async threads.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Hashes a new password.
    ///
    /// # Errors
    /// [`HashingError`].
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashingError>;

    /// Whether the password belongs to the hash. Without one the same work is done for nothing,
    /// so that an unknown user takes as long as a wrong password.
    ///
    /// # Errors
    /// [`HashingError`].
    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingError>;
}
