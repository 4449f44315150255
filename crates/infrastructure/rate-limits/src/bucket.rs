//! The account of one budget.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use governor::{Quota, RateLimiter};
use thoughts_use_cases::limits::{Budget, Verdict};

use crate::store::Store;

/// How many keys one budget keeps account of. More come only from an attack by many addresses.
pub(crate) const MOST_KEYS: usize = 65_536;
/// What keys beyond that share: a newcomer may then wait for a stranger, but memory stays flat
/// and nobody gets past the limit.
pub(crate) const SHARED_KEYS: u64 = 4_096;
/// After how many spendings the number of keys is looked at.
pub(crate) const PERIOD: u32 = 256;

/// The account of one budget.
pub(crate) struct Bucket<C: Clock> {
    budget: Budget,
    limiter: RateLimiter<u64, Store, C, StateInformationMiddleware>,
    store: Store,
    spendings: AtomicU32,
    full: AtomicBool,
}

impl<C: Clock> Bucket<C> {
    pub(crate) fn new(budget: Budget, clock: C) -> Self {
        let store = Store::default();
        let burst = NonZeroU32::new(budget.quota).unwrap_or(NonZeroU32::MIN);
        // The interval is never zero, which is all that could be wrong with it.
        let quota = Quota::with_period(budget.interval())
            .unwrap_or(Quota::per_second(burst))
            .allow_burst(burst);
        Self {
            budget,
            limiter: RateLimiter::new(quota, store.clone(), clock),
            store,
            spendings: AtomicU32::new(0),
            full: AtomicBool::new(false),
        }
    }

    pub(crate) fn spend(&self, key: u64) -> Verdict {
        self.tend();
        match self.limiter.check_key(&self.place(key)) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let used = self.budget.quota.max(1).saturating_sub(remaining);
                Verdict::Granted {
                    remaining,
                    reset: self.budget.interval() * used,
                }
            }
            Err(until) => Verdict::Refused {
                retry_after: until
                    .wait_time_from(self.limiter.clock().now())
                    .max(Duration::from_nanos(1)),
            },
        }
    }

    pub(crate) fn refund(&self, key: u64) {
        let one = Nanos::from(self.budget.interval());
        // Nobody has spent from a key that is not there. An earlier time than now counts as now,
        // so that a quota cannot grow beyond its size.
        let _: Result<(), ()> =
            self.store
                .measure_and_replace(&self.place(key), |arrival| match arrival {
                    Some(arrival) => Ok(((), arrival.saturating_sub(one))),
                    None => Err(()),
                });
    }

    /// How many keys account is kept of.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.store.len()
    }

    fn place(&self, key: u64) -> u64 {
        if self.full.load(Ordering::Relaxed) && !self.store.knows(key) {
            key % SHARED_KEYS
        } else {
            key
        }
    }

    /// Forgets keys whose quota is whole again, when there are many.
    fn tend(&self) {
        let count = self.spendings.fetch_add(1, Ordering::Relaxed);
        if !count.is_multiple_of(PERIOD) {
            return;
        }
        if self.store.len() >= MOST_KEYS {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let full = self.store.len() >= MOST_KEYS;
        self.full.store(full, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const BUDGET: Budget = Budget {
        name: "test",
        quota: 2,
        window: Duration::from_mins(1),
    };

    fn granted(verdict: Verdict) -> bool {
        verdict.retry_after().is_none()
    }

    #[test]
    fn memory_is_bounded_and_nobody_gets_past_the_limit_by_it() {
        let clock = FakeRelativeClock::default();
        let bucket = Bucket::new(BUDGET, clock.clone());
        clock.advance(Duration::from_secs(1));
        let early = u64::MAX;
        while granted(bucket.spend(early)) {}
        // Keys as hashes are: spread over all numbers.
        let strangers = (1..80_000_u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for stranger in strangers {
            let _ = bucket.spend(stranger);
        }
        let bound = MOST_KEYS + PERIOD as usize + usize::try_from(SHARED_KEYS).unwrap_or(0);
        assert!(bucket.len() <= bound, "{} keys", bucket.len());
        assert!(!granted(bucket.spend(early)), "the flood washed a key away");
        let newcomer = 7;
        while granted(bucket.spend(newcomer)) {}

        clock.advance(BUDGET.window * 2);
        for _ in 0..=PERIOD {
            let _ = bucket.spend(early);
        }
        assert!(bucket.len() < 10, "{} keys are still there", bucket.len());
    }
}
