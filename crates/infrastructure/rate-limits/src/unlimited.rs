//! No limits.

use std::time::Duration;

use async_trait::async_trait;
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict};

/// Grants everything; for tests and benchmarks (`RATE_LIMIT=off`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

#[async_trait]
impl RateLimiter for Unlimited {
    async fn spend(&self, budget: &Budget, _key: &str) -> Verdict {
        Verdict::Granted {
            remaining: budget.quota,
            reset: Duration::ZERO,
        }
    }

    async fn refund(&self, _budget: &Budget, _key: &str) {}

    fn effective(&self, budget: &Budget) -> Budget {
        *budget
    }

    fn state(&self) -> LimiterState {
        LimiterState::Off
    }
}
