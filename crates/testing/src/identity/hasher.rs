//! Password hashing that costs nothing.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use thoughts_domain::accounts::Password;
use thoughts_use_cases::accounts::{HashingError, PasswordHash, PasswordHasher};

use crate::digest::hex_digest;

const PREFIX: &str = "$quick$";

/// Salts and hashes like a real one, in no time, and counts its work: a test can tell whether an
/// unknown user cost as much as a wrong password.
#[derive(Debug, Default)]
pub struct QuickHasher {
    salts: AtomicU64,
    verified: AtomicU64,
}

impl QuickHasher {
    /// How many passwords were compared, those without a hash included.
    pub fn verified(&self) -> u64 {
        self.verified.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl PasswordHasher for QuickHasher {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashingError> {
        let salt = self.salts.fetch_add(1, Ordering::SeqCst).to_string();
        let digest = hex_digest(&salt, password.as_bytes());
        Ok(PasswordHash::new(format!("{PREFIX}{salt}${digest}")))
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingError> {
        self.verified.fetch_add(1, Ordering::SeqCst);
        let Some(hash) = hash else { return Ok(false) };
        let (salt, digest) = hash
            .as_str()
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split_once('$'))
            .ok_or_else(|| HashingError::Failed("not a hash of this hasher".to_owned()))?;
        Ok(hex_digest(salt, password.as_bytes()) == digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn tells_passwords_apart_and_salts_them() {
        let hasher = QuickHasher::default();
        let right = Password::parse("correct horse").expect("password");
        let wrong = Password::parse("battery staple").expect("password");
        let hash = hasher.hash(&right).await.expect("hash");
        assert_ne!(hasher.hash(&right).await.expect("hash"), hash);
        for (password, hash, good) in [
            (&right, Some(hash.clone()), true),
            (&wrong, Some(hash), false),
            (&right, None, false),
        ] {
            assert_eq!(hasher.verify(password, hash).await.ok(), Some(good));
        }
        assert_eq!(hasher.verified(), 3);
        let foreign = PasswordHash::new("$argon2id$..".to_owned());
        assert!(hasher.verify(&right, Some(foreign)).await.is_err());
    }
}
