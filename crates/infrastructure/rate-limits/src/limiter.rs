//! The limiter of one process.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use governor::clock::{Clock, DefaultClock};
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict};

use crate::bucket::Bucket;

/// Keeps account in this process, for what this replica sees.
pub struct GovernorLimiter<C: Clock = DefaultClock> {
    clock: C,
    buckets: RwLock<HashMap<Budget, Arc<Bucket<C>>>>,
    /// Keyed by chance, so that nobody can make up a key that shares another's account.
    hasher: RandomState,
}

impl GovernorLimiter {
    /// A limiter by the time of this process, everything unspent.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(DefaultClock::default())
    }
}

impl Default for GovernorLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Clock + Clone> GovernorLimiter<C> {
    /// A limiter by another clock; for tests.
    #[must_use]
    pub fn with_clock(clock: C) -> Self {
        Self {
            clock,
            buckets: RwLock::default(),
            hasher: RandomState::new(),
        }
    }

    fn bucket(&self, budget: &Budget) -> Arc<Bucket<C>> {
        let known = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = known.get(budget) {
            return Arc::clone(bucket);
        }
        drop(known);
        let mut known = self.buckets.write().unwrap_or_else(PoisonError::into_inner);
        let bucket = known
            .entry(*budget)
            .or_insert_with(|| Arc::new(Bucket::new(*budget, self.clock.clone())));
        Arc::clone(bucket)
    }
}

#[async_trait]
impl<C> RateLimiter for GovernorLimiter<C>
where
    C: Clock + Clone + Send + Sync,
{
    async fn spend(&self, budget: &Budget, key: &str) -> Verdict {
        self.bucket(budget).spend(self.hasher.hash_one(key))
    }

    async fn refund(&self, budget: &Budget, key: &str) {
        self.bucket(budget).refund(self.hasher.hash_one(key));
    }

    fn effective(&self, budget: &Budget) -> Budget {
        *budget
    }

    fn state(&self) -> LimiterState {
        LimiterState::Own
    }
}
