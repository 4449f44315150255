//! Who keeps account of budgets.

use std::sync::Arc;

use thoughts_rate_limits::{GovernorLimiter, Tuned, Unlimited};
use thoughts_redis::RedisLimiter;
use thoughts_use_cases::limits::RateLimiter;
use thoughts_use_cases::system::MessageAuthenticator;

use crate::cli::LimitOptions;
use crate::config::Switch;

/// Who keeps account of budgets.
pub struct Limits {
    /// The limiter that the options ask for.
    pub limiter: Arc<dyn RateLimiter>,
    /// What must be kept connected for it.
    pub redis: Option<Arc<RedisLimiter>>,
}

impl Limits {
    /// Off, in this process, or in Redis; with the operator's budgets.
    #[must_use]
    pub fn new(options: &LimitOptions, keys: &Arc<dyn MessageAuthenticator>) -> Self {
        if options.rate_limit == Switch::Off {
            return Self {
                limiter: Arc::new(Unlimited),
                redis: None,
            };
        }
        let own: Arc<dyn RateLimiter> = Arc::new(GovernorLimiter::new());
        let redis = options.redis_url.clone().map(|address| {
            let limiter = RedisLimiter::new(address, Arc::clone(&own), Arc::clone(keys));
            Arc::new(limiter)
        });
        let untuned = match &redis {
            Some(shared) => Arc::clone(shared) as Arc<dyn RateLimiter>,
            None => own,
        };
        let budgets = options.rate_limit_budgets.as_slice().to_vec();
        Self {
            limiter: Arc::new(Tuned::new(untuned, budgets)),
            redis,
        }
    }
}
