//! Redis goes away and comes back.

use std::time::Duration;

use thoughts_redis::PATIENCE;
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter};

use crate::server::{Redis, Replica};

const FIVE: Budget = Budget {
    name: "five",
    quota: 5,
    window: Duration::from_hours(5),
};

/// How many of `tries` are granted.
async fn granted(replica: &Replica, tries: u32) -> u32 {
    let mut granted = 0;
    for _ in 0..tries {
        let verdict = replica.limiter.spend(&FIVE, "a").await;
        granted += u32::from(verdict.retry_after().is_none());
    }
    granted
}

#[tokio::test]
async fn replicas_share_one_budget() {
    let redis = Redis::start();
    let (one, two) = (Replica::new(&redis), Replica::new(&redis));
    one.until(LimiterState::Shared).await;
    two.until(LimiterState::Shared).await;
    assert_eq!(granted(&one, 3).await, 3);
    assert_eq!(granted(&two, 10).await, 2);
    assert_eq!(granted(&one, 10).await, 0);
    two.limiter.refund(&FIVE, "a").await;
    assert_eq!(granted(&one, 10).await, 1);
}

#[tokio::test]
async fn without_redis_each_replica_goes_on_by_itself_and_comes_back() {
    let mut redis = Redis::start();
    let (one, two) = (Replica::new(&redis), Replica::new(&redis));
    one.until(LimiterState::Shared).await;
    two.until(LimiterState::Shared).await;
    assert_eq!(granted(&one, 2).await, 2);
    redis.kill();
    // What a replica has seen before counts on.
    assert_eq!(granted(&one, 10).await, 3);
    assert_eq!(granted(&two, 10).await, 5);
    assert_eq!(one.limiter.state(), LimiterState::Degraded);
    assert_eq!(two.limiter.state(), LimiterState::Degraded);

    redis.start_again();
    one.until(LimiterState::Shared).await;
    two.until(LimiterState::Shared).await;
    assert_eq!(granted(&one, 3).await, 3);
    assert_eq!(granted(&two, 10).await, 2);
}

#[tokio::test]
async fn a_redis_that_hangs_is_away_too() {
    let redis = Redis::start();
    let replica = Replica::patient_for(&redis, PATIENCE);
    replica.until(LimiterState::Shared).await;
    redis.signal("STOP");
    assert_eq!(granted(&replica, 10).await, 5);
    assert_eq!(replica.limiter.state(), LimiterState::Degraded);
    redis.signal("CONT");
    replica.until(LimiterState::Shared).await;
}

#[tokio::test]
async fn a_redis_that_never_was_there_stops_nobody() {
    let mut redis = Redis::start();
    redis.kill();
    let replica = Replica::new(&redis);
    assert_eq!(granted(&replica, 10).await, 5);
    assert_eq!(replica.limiter.state(), LimiterState::Degraded);
}

#[tokio::test]
async fn a_redis_that_has_forgotten_the_scripts_learns_them_again() {
    let redis = Redis::start();
    let replica = Replica::new(&redis);
    replica.until(LimiterState::Shared).await;
    assert_eq!(granted(&replica, 2).await, 2);
    let mut connection = redis.connect().await;
    let flushed = redis::cmd("SCRIPT")
        .arg("FLUSH")
        .query_async::<()>(&mut connection)
        .await;
    flushed.expect("flushed");
    assert_eq!(granted(&replica, 10).await, 3);
    assert_eq!(replica.limiter.state(), LimiterState::Shared);
}
