//! The limiter of tests against the contract of its port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thoughts_testing::FixedClock;
use thoughts_testing::limits::{LimitScene, MemoryLimiter, PassTime};

struct Shared(Arc<FixedClock>);

#[async_trait]
impl PassTime for Shared {
    async fn pass(&self, span: Duration) {
        self.0.advance(span);
    }
}

async fn fresh() -> LimitScene {
    let clock = Arc::new(FixedClock::default());
    let limiter = MemoryLimiter::new(clock.clone());
    LimitScene::of(limiter, Shared(clock), ())
}

thoughts_testing::limiter_contract!(fresh);
