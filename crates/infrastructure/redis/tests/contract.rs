//! The contract of the port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use redis::aio::MultiplexedConnection;
use thoughts_testing::limits::{LimitScene, PassTime};
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict};

use crate::server::{Redis, Replica};

/// Time passes in Redis by moving every arrival back.
struct Time(MultiplexedConnection);

const MOVE: &str = r"
for _, key in ipairs(redis.call('KEYS', 'thoughts:limits:*')) do
    local arrival = tonumber(redis.call('GET', key)) - tonumber(ARGV[1])
    redis.call('SET', key, string.format('%.0f', arrival), 'KEEPTTL')
end
return 1
";

#[async_trait]
impl PassTime for Time {
    async fn pass(&self, span: Duration) {
        let micros = u64::try_from(span.as_micros()).expect("a span");
        let script = redis::Script::new(MOVE);
        let mut connection = self.0.clone();
        let mut moving = script.prepare_invoke();
        let moved = moving.arg(micros).invoke_async::<()>(&mut connection);
        moved.await.expect("time passes");
    }
}

/// A limiter that only Redis answers for: whoever falls back has lost.
struct Shared(Replica);

#[async_trait]
impl RateLimiter for Shared {
    async fn spend(&self, budget: &Budget, key: &str) -> Verdict {
        let verdict = self.0.limiter.spend(budget, key).await;
        assert_eq!(self.0.limiter.state(), LimiterState::Shared);
        verdict
    }

    async fn refund(&self, budget: &Budget, key: &str) {
        self.0.limiter.refund(budget, key).await;
    }

    fn effective(&self, budget: &Budget) -> Budget {
        self.0.limiter.effective(budget)
    }

    fn state(&self) -> LimiterState {
        self.0.limiter.state()
    }
}

async fn fresh() -> LimitScene {
    let redis = Redis::start();
    let time = Time(redis.connect().await);
    let replica = Replica::new(&redis);
    replica.until(LimiterState::Shared).await;
    LimitScene {
        limiter: Arc::new(Shared(replica)),
        time: Arc::new(time),
        keep: Box::new(redis),
    }
}

thoughts_testing::limiter_contract!(fresh);
