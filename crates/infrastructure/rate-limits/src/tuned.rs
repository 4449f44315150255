//! The operator's budgets.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict};

/// Puts the operator's budgets in the place of those of the same name.
pub struct Tuned {
    inner: Arc<dyn RateLimiter>,
    budgets: Vec<Budget>,
}

impl Tuned {
    /// `budgets` holds those that differ.
    #[must_use]
    pub fn new(inner: Arc<dyn RateLimiter>, budgets: Vec<Budget>) -> Self {
        Self { inner, budgets }
    }
}

#[async_trait]
impl RateLimiter for Tuned {
    async fn spend(&self, budget: &Budget, key: &str) -> Verdict {
        self.inner.spend(&self.effective(budget), key).await
    }

    async fn refund(&self, budget: &Budget, key: &str) {
        self.inner.refund(&self.effective(budget), key).await;
    }

    fn effective(&self, budget: &Budget) -> Budget {
        let tuned = self.budgets.iter().find(|own| own.name == budget.name);
        *tuned.unwrap_or(budget)
    }

    fn state(&self) -> LimiterState {
        self.inner.state()
    }
}
