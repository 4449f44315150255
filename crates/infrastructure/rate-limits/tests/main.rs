//! The limiter of one process against the contract of its port.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use governor::clock::FakeRelativeClock;
use thoughts_rate_limits::{GovernorLimiter, Tuned, Unlimited};
use thoughts_testing::limits::{LimitScene, PassTime};
use thoughts_use_cases::limits::{Budget, LimiterState, RateLimiter, Verdict, budgets};

struct Time(FakeRelativeClock);

#[async_trait]
impl PassTime for Time {
    async fn pass(&self, span: Duration) {
        self.0.advance(span);
    }
}

async fn fresh() -> LimitScene {
    let clock = FakeRelativeClock::default();
    LimitScene::of(GovernorLimiter::with_clock(clock.clone()), Time(clock), ())
}

thoughts_testing::limiter_contract!(fresh);

#[tokio::test]
async fn switched_off_everything_is_granted() {
    for _ in 0..10_000 {
        let verdict = Unlimited.spend(&budgets::EXPORTS, "a").await;
        assert!(matches!(verdict, Verdict::Granted { .. }));
    }
    Unlimited.refund(&budgets::EXPORTS, "a").await;
    assert_eq!(Unlimited.state(), LimiterState::Off);
}

#[tokio::test]
async fn what_the_operator_sets_holds_for_the_budget_of_that_name_alone() {
    let exports = Budget {
        quota: 1,
        ..budgets::EXPORTS
    };
    let limiter = Tuned::new(Arc::new(GovernorLimiter::new()), vec![exports]);
    assert_eq!(limiter.effective(&budgets::EXPORTS), exports);
    assert_eq!(limiter.effective(&budgets::WRITES), budgets::WRITES);
    let spend = async |budget| limiter.spend(budget, "a").await.retry_after();
    assert_eq!(spend(&budgets::EXPORTS).await, None);
    assert!(spend(&budgets::EXPORTS).await.is_some());
    limiter.refund(&budgets::EXPORTS, "a").await;
    assert_eq!(spend(&budgets::EXPORTS).await, None);
    assert_eq!(spend(&budgets::WRITES).await, None);
    assert_eq!(spend(&budgets::WRITES).await, None);
    assert_eq!(limiter.state(), LimiterState::Own);
}
