//! What the suite is run against.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thoughts_use_cases::limits::{RateLimiter, Verdict};

/// Lets time go by for a limiter, as far as it can tell.
#[async_trait]
pub trait PassTime: Send + Sync {
    /// Lets `span` go by.
    async fn pass(&self, span: Duration);
}

#[async_trait]
impl PassTime for crate::FixedClock {
    async fn pass(&self, span: Duration) {
        self.advance(span);
    }
}

/// A limiter from which nothing has been spent, and its time.
pub struct LimitScene {
    /// The limiter.
    pub limiter: Arc<dyn RateLimiter>,
    /// Its time.
    pub time: Arc<dyn PassTime>,
    /// What must live as long as the test. Dropped last.
    pub keep: Box<dyn Any + Send + Sync>,
}

impl LimitScene {
    /// A scene over a limiter and its time.
    pub fn of(
        limiter: impl RateLimiter + 'static,
        time: impl PassTime + 'static,
        keep: impl Any + Send + Sync,
    ) -> Self {
        Self {
            limiter: Arc::new(limiter),
            time: Arc::new(time),
            keep: Box::new(keep),
        }
    }

    /// Spends until refused, and tells how often that was granted.
    pub(crate) async fn drain(
        &self,
        budget: &thoughts_use_cases::limits::Budget,
        key: &str,
    ) -> (u32, Duration) {
        let mut granted = 0;
        loop {
            match self.limiter.spend(budget, key).await {
                Verdict::Granted { .. } => granted += 1,
                Verdict::Refused { retry_after } => return (granted, retry_after),
            }
            assert!(granted < 1_000, "the limiter never refuses");
        }
    }
}

impl fmt::Debug for LimitScene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitScene").finish_non_exhaustive()
    }
}
