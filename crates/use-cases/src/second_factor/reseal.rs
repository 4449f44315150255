//! Sealing secrets anew after the signing key has changed, so that the old one can go.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::ids::UserId;

use super::SecondFactorSecrets;
use crate::storage::{StorageError, Store};

/// How many secrets are sealed anew in one unit of work.
const BATCH: u32 = 100;

/// What became of the secrets that were sealed under other keys.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Resealed {
    /// How many are sealed under the present key now.
    pub done: u64,
    /// How many no listed key opens: their owners are left with their recovery codes.
    pub unreadable: u64,
}

/// Seals secrets anew.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ResealSecrets: Send + Sync {
    /// Seals every secret that is sealed under another key under the present one, a batch in each
    /// unit of work. Twice at once does no harm.
    ///
    /// # Errors
    /// Those of the storage; what was sealed until then stays so.
    async fn execute(&self) -> Result<Resealed, StorageError>;
}

/// [`ResealSecrets`] over the ports.
pub struct ResealSecretsUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Opens and seals.
    pub secrets: Arc<dyn SecondFactorSecrets>,
}

#[async_trait]
impl ResealSecrets for ResealSecretsUseCase {
    async fn execute(&self) -> Result<Resealed, StorageError> {
        let mut resealed = Resealed::default();
        let mut after = None;
        loop {
            after = self.batch(after, &mut resealed).await?;
            if after.is_none() {
                return Ok(resealed);
            }
        }
    }
}

impl ResealSecretsUseCase {
    /// One batch; returns its last user when there may be more.
    async fn batch(
        &self,
        after: Option<UserId>,
        resealed: &mut Resealed,
    ) -> Result<Option<UserId>, StorageError> {
        let present = self.secrets.present_key();
        let mut work = self.store.begin().await?;
        let found = work
            .second_factors()
            .sealed_otherwise(present, after, BATCH)
            .await?;
        let last = found.last().map(|(user, _)| *user);
        let mut batch = Resealed::default();
        for (user, secret) in &found {
            match self.secrets.reseal(*user, secret) {
                Ok(secret) => {
                    work.second_factors().reseal(*user, &secret).await?;
                    batch.done += 1;
                }
                Err(_) => batch.unreadable += 1,
            }
        }
        if batch.done > 0 {
            work.commit().await?;
        }
        resealed.done += batch.done;
        resealed.unreadable += batch.unreadable;
        Ok(last)
    }
}
