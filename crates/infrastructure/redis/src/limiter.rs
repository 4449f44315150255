//! The limiter that replicas share.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict};
use thoughts_use_cases::system::MessageAuthenticator;
use tokio::time::timeout;

use crate::address::RedisAddress;
use crate::link::{Link, PATIENCE};
use crate::scripts::Scripts;

/// Keeps account in Redis for all replicas, and beside that in this process: while Redis is away
/// the account of this process decides, which knows what this replica has seen until then.
pub struct RedisLimiter {
    link: Link,
    scripts: Scripts,
    own: Arc<dyn RateLimiter>,
    keys: Arc<dyn MessageAuthenticator>,
    patience: Duration,
}

impl RedisLimiter {
    /// A limiter over Redis. It connects once [`Self::keep_connected`] runs.
    ///
    /// `own` decides while Redis is away. `keys` hides what is in a key, under a secret that all
    /// replicas share: users and addresses are nobody's business there.
    #[must_use]
    pub fn new(
        address: RedisAddress,
        own: Arc<dyn RateLimiter>,
        keys: Arc<dyn MessageAuthenticator>,
    ) -> Self {
        Self {
            link: Link::new(address),
            scripts: Scripts::new(),
            own,
            keys,
            patience: PATIENCE,
        }
    }

    /// The same with another [`PATIENCE`].
    #[must_use]
    pub const fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Connects to Redis, and again whenever it was away; for ever.
    pub async fn keep_connected(&self) {
        self.link.keep().await;
    }

    fn key(&self, budget: &Budget, key: &str) -> String {
        let mut name = String::with_capacity(64);
        name.push_str("thoughts:limits:");
        name.push_str(budget.name);
        name.push(':');
        for byte in self.keys.tag(key.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }

    /// The answer of Redis; none when it is away, or from now on.
    async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(&mut MultiplexedConnection) -> RedisResult<T>,
    ) -> Option<T> {
        let mut connection = self.link.connection()?;
        match timeout(self.patience, question(&mut connection)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                self.link.lose(&error.to_string());
                None
            }
            Err(_) => {
                self.link.lose("it does not answer in time");
                None
            }
        }
    }
}

#[async_trait]
impl RateLimiter for RedisLimiter {
    async fn spend(&self, budget: &Budget, key: &str) -> Verdict {
        let own = self.own.spend(budget, key).await;
        let name = self.key(budget, key);
        let shared = self.ask(async |redis: &mut _| self.scripts.spend(redis, budget, &name).await);
        shared.await.unwrap_or(own)
    }

    async fn refund(&self, budget: &Budget, key: &str) {
        self.own.refund(budget, key).await;
        let name = self.key(budget, key);
        let shared =
            self.ask(async |redis: &mut _| self.scripts.refund(redis, budget, &name).await);
        // Away or not, it has been given back where that decides.
        let _ = shared.await;
    }

    fn effective(&self, budget: &Budget) -> Budget {
        *budget
    }

    fn state(&self) -> LimiterState {
        if self.link.is_up() {
            LimiterState::Shared
        } else {
            LimiterState::Degraded
        }
    }
}
