//! Who keeps account of budgets.

use std::sync::Arc;

use thoughts_rate_limits::{GovernorLimiter, Tuned, Unlimited};
use thoughts_use_cases::limits::RateLimiter;

use crate::cli::LimitOptions;
use crate::config::Switch;

/// The limiter that the options ask for.
#[must_use]
pub fn limiter(options: &LimitOptions) -> Arc<dyn RateLimiter> {
    match options.rate_limit {
        Switch::Off => Arc::new(Unlimited),
        Switch::On => {
            let budgets = options.rate_limit_budgets.as_slice().to_vec();
            Arc::new(Tuned::new(Arc::new(GovernorLimiter::new()), budgets))
        }
    }
}
