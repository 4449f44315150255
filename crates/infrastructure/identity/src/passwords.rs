//! Hashing of passwords.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{Error, PasswordHasher as _, PasswordVerifier as _};
use async_trait::async_trait;
use rand::RngExt;
use rand::distr::Alphanumeric;
use thoughts_domain::accounts::Password;
use thoughts_use_cases::accounts::{HashingError, PasswordHash, PasswordHasher};
use tokio::sync::Semaphore;

/// How many may wait for each one that is being hashed. At some 30 ms a hash the last of the
/// line waits for about half a second; more would only be answered too late.
const WAITING_PER_WORKER: usize = 16;

/// Argon2id with 19 MiB, two passes and one lane (OWASP's and argon2 0.6's choice), on the
/// blocking threads of tokio: at most `workers` at once, a bounded line behind them, and
/// [`HashingError::Busy`] for whoever comes then.
pub struct Argon2idHasher {
    workers: Arc<Semaphore>,
    /// Those who work and those who wait.
    places: Arc<Semaphore>,
    nobody: PasswordHash,
}

impl Argon2idHasher {
    /// Hashes on up to `workers` threads at once: one for each core is right.
    ///
    /// # Errors
    /// [`HashingError::Failed`] when the machine has no chance or no memory to give.
    pub fn new(workers: usize) -> Result<Self, HashingError> {
        let workers = workers.max(1);
        Ok(Self {
            workers: Arc::new(Semaphore::new(workers)),
            places: Arc::new(Semaphore::new(workers * (1 + WAITING_PER_WORKER))),
            nobody: hash_now(b"nobody's password")?,
        })
    }

    async fn run<T, F>(&self, work: F) -> Result<T, HashingError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, HashingError> + Send + 'static,
    {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| HashingError::Busy)?;
        let worker = Arc::clone(&self.workers)
            .acquire_owned()
            .await
            .map_err(failed)?;
        // The permits go into the thread: when the caller goes away, the work still takes its core.
        let task = tokio::task::spawn_blocking(move || {
            let _held = (place, worker);
            work()
        });
        task.await.map_err(failed)?
    }
}

#[async_trait]
impl PasswordHasher for Argon2idHasher {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashingError> {
        let password = password.clone();
        self.run(move || hash_now(password.as_bytes())).await
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingError> {
        let password = password.clone();
        let somebody = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let equal = self
            .run(move || verify_now(password.as_bytes(), &hash))
            .await?;
        Ok(equal && somebody)
    }
}

fn hash_now(password: &[u8]) -> Result<PasswordHash, HashingError> {
    let phc = Argon2::default().hash_password(password).map_err(failed)?;
    Ok(PasswordHash::new(phc.to_string()))
}

fn verify_now(password: &[u8], hash: &PasswordHash) -> Result<bool, HashingError> {
    let phc = Phc::new(hash.as_str()).map_err(failed)?;
    match Argon2::default().verify_password(password, &phc) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: impl std::fmt::Display) -> HashingError {
    HashingError::Failed(error.to_string())
}

/// A password of 24 letters and digits: 142 bits by lot.
#[must_use]
pub fn random_password() -> String {
    let letters = rand::rng().sample_iter(Alphanumeric);
    letters.take(24).map(char::from).collect()
}

#[cfg(test)]
mod tests;
