//! The provider's keys, fetched when they are needed.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::Algorithm;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::OutsideTokenError;
use tokio::sync::Mutex;

use crate::discovery::keys_url;
use crate::fetch::Fetcher;
use crate::issuer::Issuer;
use crate::key_set::KeySet;

/// How often the keys are fetched without being asked for, so that withdrawn ones go.
pub const REFRESH_PERIOD: Duration = Duration::from_mins(10);

/// The least time between two fetches that unknown keys cause, and after one that failed.
pub const REFRESH_PAUSE: Duration = Duration::from_secs(10);

/// How long keys verify without having been fetched again: so long the provider may be away.
pub const KEYS_TRUSTED_FOR: Duration = Duration::from_hours(24);

/// The keys of one provider.
#[derive(Clone)]
pub(crate) struct ProviderKeys(Arc<Inner>);

struct Inner {
    issuer: Issuer,
    fetcher: Fetcher,
    held: RwLock<Held>,
    /// Held while a fetch is under way: there is one at a time.
    flight: Mutex<()>,
}

#[derive(Default)]
struct Held {
    keys: Option<(Arc<KeySet>, Timestamp)>,
    /// Counts sets that differ from the one before.
    generation: u64,
    tried_at: Option<Timestamp>,
    /// Why the last fetch failed; none when it did not.
    fault: Option<String>,
}

impl ProviderKeys {
    pub(crate) fn new(issuer: Issuer, fetcher: Fetcher) -> Self {
        Self(Arc::new(Inner {
            issuer,
            fetcher,
            held: RwLock::default(),
            flight: Mutex::default(),
        }))
    }

    /// The keys with their generation, unless they were fetched too long ago.
    pub(crate) fn current(&self, now: Timestamp) -> Option<(Arc<KeySet>, u64)> {
        let held = self.0.read();
        let (keys, fetched_at) = held.keys.as_ref()?;
        let trusted = now.since(*fetched_at) < KEYS_TRUSTED_FOR;
        trusted.then(|| (Arc::clone(keys), held.generation))
    }

    /// Keys among which that of a token should be: with an unknown one they are fetched again,
    /// unless that was tried a moment ago.
    ///
    /// # Errors
    /// [`OutsideTokenError::Invalid`] when no key can be that of the token,
    /// [`OutsideTokenError::Unavailable`] when there are no keys at all.
    pub(crate) async fn for_token(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
        now: Timestamp,
    ) -> Result<(Arc<KeySet>, u64), OutsideTokenError> {
        let may_verify = |keys: &KeySet| keys.candidates(id, algorithm).next().is_some();
        let refused = || Err(OutsideTokenError::Invalid("no key is its".to_owned()));
        if let Some((keys, generation)) = self.current(now) {
            if may_verify(&keys) {
                return Ok((keys, generation));
            }
            // A key that is known and has another algorithm, or none that is named: no fetch will
            // change that.
            if id.is_none_or(|id| keys.knows(id)) {
                return refused();
            }
        }
        self.refresh_unless_recent(now).await;
        match self.current(now) {
            Some((keys, generation)) if may_verify(&keys) => Ok((keys, generation)),
            Some(_) => refused(),
            None => Err(OutsideTokenError::Unavailable(self.0.fault())),
        }
    }

    /// Fetches the keys.
    ///
    /// # Errors
    /// [`OutsideTokenError::Unavailable`].
    pub(crate) async fn refresh(&self, now: Timestamp) -> Result<(), OutsideTokenError> {
        let inner = Arc::clone(&self.0);
        let fetched = tokio::spawn(async move {
            let _flight = inner.flight.lock().await;
            inner.fetch(now).await
        });
        let fetched = fetched.await.unwrap_or_else(|error| Err(error.to_string()));
        fetched.map_err(OutsideTokenError::Unavailable)
    }

    async fn refresh_unless_recent(&self, now: Timestamp) {
        if self.0.tried_recently(now) && self.0.flight.try_lock().is_ok() {
            return;
        }
        let inner = Arc::clone(&self.0);
        // A task of its own: a client that goes away must not take the fetch along, or it could
        // use up every permitted one and keep the keys from all others.
        let flight = tokio::spawn(async move {
            let _flight = inner.flight.lock().await;
            // Whoever waited for another's fetch has its result.
            if !inner.tried_recently(now) {
                let _ = inner.fetch(now).await;
            }
        });
        if let Err(error) = flight.await {
            tracing::error!(%error, "fetching the provider's keys failed");
        }
    }
}

impl Inner {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self) -> String {
        self.read().fault.clone().unwrap_or_default()
    }

    /// Before or after `now`: whoever waited for a fetch came before it.
    fn tried_recently(&self, now: Timestamp) -> bool {
        let tried_at = self.read().tried_at;
        tried_at.is_some_and(|at| now.since(at).max(at.since(now)) < REFRESH_PAUSE)
    }

    async fn fetch(&self, now: Timestamp) -> Result<(), String> {
        self.held
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .tried_at = Some(now);
        let fetched = self.key_set().await;
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        match fetched {
            Ok(keys) => {
                let same = held
                    .keys
                    .as_ref()
                    .is_some_and(|k| k.0.is_the_same_as(&keys));
                if !same {
                    held.generation += 1;
                }
                if held.fault.take().is_some() {
                    tracing::info!(issuer = %self.issuer, "the provider's keys can be had again");
                }
                held.keys = Some((Arc::new(keys), now));
                Ok(())
            }
            Err(fault) => {
                // Said when it begins, and not with each try.
                if held.fault.replace(fault.clone()).is_none() {
                    tracing::warn!(
                        issuer = %self.issuer,
                        fault,
                        "the provider's keys cannot be had; those that are known go on for a day"
                    );
                }
                Err(fault)
            }
        }
    }

    async fn key_set(&self) -> Result<KeySet, String> {
        let text = |error: &dyn std::error::Error| error.to_string();
        let document = self.fetcher.get(&self.issuer.discovery_url()).await;
        let document = document.map_err(|error| text(&error))?;
        let url = keys_url(&document, &self.issuer).map_err(|error| text(&error))?;
        let keys = self.fetcher.get(&url).await.map_err(|error| text(&error))?;
        KeySet::parse(&keys).map_err(|error| text(&error))
    }
}
