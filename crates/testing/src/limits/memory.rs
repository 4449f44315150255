//! A limiter by the clock of tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict};
use thoughts_use_cases::system::Clock;

type Arrivals = HashMap<(Budget, String), Timestamp>;

/// Keeps account by the clock of tests, and says where account is kept as it is told.
pub struct MemoryLimiter {
    clock: Arc<dyn Clock>,
    arrivals: Mutex<Arrivals>,
    budgets: Mutex<Vec<Budget>>,
    state: Mutex<LimiterState>,
}

impl MemoryLimiter {
    /// Nothing has been spent.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            arrivals: Mutex::default(),
            budgets: Mutex::default(),
            state: Mutex::new(LimiterState::Own),
        }
    }

    /// From now on a budget allows only this much.
    pub fn tune(&self, budget: Budget) {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        budgets.retain(|known| known.name != budget.name);
        budgets.push(budget);
    }

    /// From now on account is kept there, as far as anybody is told.
    pub fn tell(&self, state: LimiterState) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn arrivals(&self) -> std::sync::MutexGuard<'_, Arrivals> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl RateLimiter for MemoryLimiter {
    async fn spend(&self, budget: &Budget, key: &str) -> Verdict {
        let budget = self.effective(budget);
        let now = self.clock.now();
        let (quota, interval) = (budget.quota.max(1), budget.interval());
        let mut arrivals = self.arrivals();
        let arrival = arrivals.entry((budget, key.to_owned())).or_insert(now);
        let next = (*arrival).max(now).plus(interval);
        let ahead = next.since(now);
        if ahead > interval * quota {
            let retry_after = ahead.saturating_sub(interval * quota);
            return Verdict::Refused { retry_after };
        }
        *arrival = next;
        let used = ahead.as_micros().div_ceil(interval.as_micros().max(1));
        let used = u32::try_from(used).unwrap_or(quota);
        Verdict::Granted {
            remaining: quota.saturating_sub(used),
            reset: ahead,
        }
    }

    async fn refund(&self, budget: &Budget, key: &str) {
        let budget = self.effective(budget);
        if let Some(arrival) = self.arrivals().get_mut(&(budget, key.to_owned())) {
            *arrival = arrival.minus(budget.interval());
        }
    }

    fn effective(&self, budget: &Budget) -> Budget {
        let budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        let tuned = budgets.iter().find(|own| own.name == budget.name);
        *tuned.unwrap_or(budget)
    }

    fn state(&self) -> LimiterState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The budget of that name, of which only `quota` may be spent.
#[must_use]
pub fn only(budget: &Budget, quota: u32) -> Budget {
    Budget {
        quota,
        window: Duration::from_hours(1),
        ..*budget
    }
}
