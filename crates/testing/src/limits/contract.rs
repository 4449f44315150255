//! The promises of the port to rate limits.
//!
//! Windows are hours and time passes only as a case says, so that no slow machine changes what a
//! limiter sees.

use std::sync::Arc;
use std::time::Duration;

use thoughts_use_cases::limits::{Budget, Verdict};

use super::LimitScene;

const FIVE: Budget = Budget {
    name: "five",
    quota: 5,
    window: Duration::from_hours(5),
};

/// Turns every case into a test of the calling crate. Takes the name of an
/// `async fn() -> LimitScene` in scope.
#[macro_export]
macro_rules! limiter_contract {
    ($fresh:ident) => {
        $crate::limiter_cases! { $fresh;
            a_fresh_key_has_the_whole_quota
            a_refusal_says_when_and_keeps_its_word
            a_refusal_costs_nothing
            a_quiet_window_makes_the_quota_whole
            a_verdict_says_when_the_quota_is_whole
            keys_are_told_apart
            budgets_are_told_apart
            any_text_is_a_key
            many_at_once_get_no_more_than_the_quota
            a_refund_gives_one_back
            a_refund_never_grows_the_quota
            a_quota_of_none_counts_as_one
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! limiter_cases {
    ($fresh:ident; $($case:ident)*) => {
        $(
            #[tokio::test]
            async fn $case() {
                $crate::limits::contract::$case($fresh().await).await;
            }
        )*
    };
}

pub async fn a_fresh_key_has_the_whole_quota(scene: LimitScene) {
    for left in (0..5).rev() {
        match scene.limiter.spend(&FIVE, "a").await {
            Verdict::Granted { remaining, reset } => {
                assert_eq!(remaining, left);
                assert!(reset > Duration::ZERO && reset <= FIVE.window, "{reset:?}");
            }
            refused @ Verdict::Refused { .. } => panic!("{left} were left: {refused:?}"),
        }
    }
    let refused = scene.limiter.spend(&FIVE, "a").await;
    let wait = refused.retry_after().expect("the sixth is refused");
    assert!(wait > Duration::ZERO && wait <= FIVE.interval(), "{wait:?}");
}

pub async fn a_refusal_says_when_and_keeps_its_word(scene: LimitScene) {
    let (_, wait) = scene.drain(&FIVE, "a").await;
    scene.time.pass(wait).await;
    let (granted, _) = scene.drain(&FIVE, "a").await;
    assert_eq!(granted, 1);
}

pub async fn a_refusal_costs_nothing(scene: LimitScene) {
    let (_, first) = scene.drain(&FIVE, "a").await;
    let (granted, last) = scene.drain(&FIVE, "a").await;
    assert_eq!(granted, 0);
    assert!(last <= first, "{last:?} > {first:?}");
}

pub async fn a_quiet_window_makes_the_quota_whole(scene: LimitScene) {
    scene.drain(&FIVE, "a").await;
    scene.time.pass(FIVE.window).await;
    assert_eq!(scene.drain(&FIVE, "a").await.0, 5);
}

pub async fn a_verdict_says_when_the_quota_is_whole(scene: LimitScene) {
    let mut told = Duration::ZERO;
    for _ in 0..3 {
        if let Verdict::Granted { reset, .. } = scene.limiter.spend(&FIVE, "a").await {
            assert!(reset > told, "{reset:?} after {told:?}");
            told = reset;
        }
    }
    scene.time.pass(told).await;
    assert_eq!(scene.drain(&FIVE, "a").await.0, 5);
}

pub async fn keys_are_told_apart(scene: LimitScene) {
    scene.drain(&FIVE, "a").await;
    assert_eq!(scene.drain(&FIVE, "b").await.0, 5);
}

pub async fn budgets_are_told_apart(scene: LimitScene) {
    let other = Budget {
        name: "other",
        ..FIVE
    };
    scene.drain(&FIVE, "a").await;
    assert_eq!(scene.drain(&other, "a").await.0, 5);
}

pub async fn any_text_is_a_key(scene: LimitScene) {
    let long = "x".repeat(10_000);
    let keys = ["", " ", "a:b", "a\r\nb", "\0", "ü@例え.jp", &long];
    for key in keys {
        assert_eq!(scene.drain(&FIVE, key).await.0, 5, "{key:?}");
    }
    for key in keys {
        assert_eq!(scene.drain(&FIVE, key).await.0, 0, "{key:?}");
    }
}

pub async fn many_at_once_get_no_more_than_the_quota(scene: LimitScene) {
    let limiter = Arc::clone(&scene.limiter);
    let spend = || {
        let limiter = Arc::clone(&limiter);
        tokio::spawn(async move { limiter.spend(&FIVE, "a").await })
    };
    let spendings: Vec<_> = (0..50).map(|_| spend()).collect();
    let mut granted = 0;
    for spending in spendings {
        let verdict = spending.await.expect("a verdict");
        granted += u32::from(verdict.retry_after().is_none());
    }
    assert_eq!(granted, 5);
}

pub async fn a_refund_gives_one_back(scene: LimitScene) {
    scene.drain(&FIVE, "a").await;
    scene.limiter.refund(&FIVE, "a").await;
    assert_eq!(scene.drain(&FIVE, "a").await.0, 1);
    scene.limiter.refund(&FIVE, "b").await;
    assert_eq!(scene.drain(&FIVE, "a").await.0, 0);
}

pub async fn a_refund_never_grows_the_quota(scene: LimitScene) {
    for _ in 0..10 {
        scene.limiter.refund(&FIVE, "a").await;
    }
    let _ = scene.limiter.spend(&FIVE, "a").await;
    for _ in 0..10 {
        scene.limiter.refund(&FIVE, "a").await;
    }
    assert_eq!(scene.drain(&FIVE, "a").await.0, 5);
}

pub async fn a_quota_of_none_counts_as_one(scene: LimitScene) {
    let none = Budget { quota: 0, ..FIVE };
    assert_eq!(scene.drain(&none, "a").await.0, 1);
}
