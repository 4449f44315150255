//! The port to rate limits.

use std::time::Duration;

use async_trait::async_trait;

/// How often something may be done. [`super::budgets`] has all of this service's.
///
/// It is a bucket (GCRA, the ATM Forum's Traffic Management 4.0, section 4.4): who has been quiet
/// for a whole window may do `quota` at once, and from then on one each `window / quota`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Budget {
    /// Names it among all budgets: short, of `a-z` and `-`.
    pub name: &'static str,
    /// How often within the window; 0 counts as 1.
    pub quota: u32,
    /// How long it takes until a quota that was used up is whole again.
    pub window: Duration,
}

impl Budget {
    /// How long it takes until one more may be done.
    #[must_use]
    pub fn interval(&self) -> Duration {
        (self.window / self.quota.max(1)).max(Duration::from_nanos(1))
    }
}

/// Whether something may be done now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Verdict {
    /// It may, and has been counted.
    Granted {
        /// How often more at once.
        remaining: u32,
        /// After which time at the latest the quota is whole again, when nothing else is done.
        reset: Duration,
    },
    /// It may not, and has not been counted.
    Refused {
        /// After which time it may, when nobody else spends from the same key meanwhile.
        retry_after: Duration,
    },
}

impl Verdict {
    /// How long to wait; none when there is no need to.
    #[must_use]
    pub const fn retry_after(self) -> Option<Duration> {
        match self {
            Self::Granted { .. } => None,
            Self::Refused { retry_after } => Some(retry_after),
        }
    }
}

/// Where account is kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LimiterState {
    /// Nowhere: everything is granted.
    Off,
    /// In this process, for what this replica sees.
    Own,
    /// In a store that all replicas share.
    Shared,
    /// In this process, because the shared store is away.
    Degraded,
}

/// Keeps account of budgets.
///
/// No method fails or waits: a limiter whose shared store is away goes on with what it knows
/// itself. Keys are told apart by budget, may hold personal data, and are not stored in the
/// clear outside of this process.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Does one of what `budget` allows to `key` (a user, an address, a mail address), if that is
    /// within the budget. Of several at once never more are granted than the budget holds.
    async fn spend(&self, budget: &Budget, key: &str) -> Verdict;

    /// Gives back one that was spent, because it should not count after all: a login with the
    /// right password. A quota never grows beyond its size by that.
    async fn refund(&self, budget: &Budget, key: &str);

    /// The budget as the operator has set it. What is spent from a budget is always spent from
    /// this one; ask only to tell somebody.
    fn effective(&self, budget: &Budget) -> Budget;

    /// Where account is kept at the moment.
    fn state(&self) -> LimiterState;
}
