//! What stands in Redis.

use std::time::Duration;

use redis::AsyncCommands;
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter};

use crate::server::{Redis, Replica};

const BUDGET: Budget = Budget {
    name: "mails-to",
    quota: 5,
    window: Duration::from_hours(1),
};

#[tokio::test]
async fn keys_expire_and_show_nobody() {
    let redis = Redis::start();
    let replica = Replica::new(&redis);
    replica.until(LimiterState::Shared).await;
    let _ = replica.limiter.spend(&BUDGET, "ada@example.org").await;
    let _ = replica.limiter.spend(&BUDGET, "ada@example.org").await;
    let mut connection = redis.connect().await;
    let keys: Vec<String> = connection.keys("*").await.expect("keys");
    let [key] = keys.as_slice() else {
        panic!("one key: {keys:?}")
    };
    let tag = key
        .strip_prefix("thoughts:limits:mails-to:")
        .expect("a prefix");
    assert!(
        tag.len() == 32 && tag.bytes().all(|b| b.is_ascii_hexdigit()),
        "{key}"
    );
    let left: i64 = connection.pttl(key).await.expect("an expiry");
    let most = i64::try_from((BUDGET.interval() * 2).as_millis()).expect("a span");
    assert!((1..=most).contains(&left), "{left} ms");
}
