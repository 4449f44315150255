//! What is asked at login.

use std::time::Duration;

use thoughts_domain::second_factor::SecondFactorChange;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::limits::budgets;
use thoughts_use_cases::mail::MailContent;

use super::desk::{PASSWORD, desk};

#[tokio::test]
async fn the_right_password_alone_is_asked_for_more_and_opens_nothing() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let half = desk.log_in("alice", PASSWORD, None).await;
    assert!(matches!(half, Err(LogInError::SecondFactorRequired)));
    let code = desk.shown(&alice.secret);
    let whole = desk.log_in("alice", PASSWORD, Some(&code)).await;
    let caller = whole.expect("a session");
    assert_eq!(caller.user_id, alice.caller.user_id);
    assert!(desk.rig.is_live(&caller).await);
}

#[tokio::test]
async fn a_wrong_password_is_one_answer_whatever_comes_with_it() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    desk.rig.register("bob").await;
    let right = desk.shown(&alice.secret);
    let recovery = alice.codes[0].to_shown();
    for code in [None, Some("000000"), Some(&*right), Some(&*recovery)] {
        for name in ["alice", "bob", "nobody"] {
            let before = desk.rig.hasher.verified();
            let refused = desk.log_in(name, "battery staple", code).await;
            assert!(matches!(refused, Err(LogInError::InvalidCredentials)));
            assert_eq!(desk.rig.hasher.verified(), before + 1);
        }
    }
    // And the codes that came with it are as good as before.
    let in_by_app = desk.log_in("alice", PASSWORD, Some(&right)).await;
    in_by_app.expect("a session");
    assert_eq!(desk.view(&alice.caller).await.recovery_codes_left, 10);
}

#[tokio::test]
async fn a_code_works_once_and_an_earlier_one_no_more() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let earlier = desk.shown(&alice.secret);
    desk.later();
    let code = desk.shown(&alice.secret);
    let first = desk.log_in("alice", PASSWORD, Some(&code)).await;
    first.expect("a session");
    for used in [&code, &earlier] {
        let again = desk.log_in("alice", PASSWORD, Some(used)).await;
        assert!(matches!(again, Err(LogInError::InvalidSecondFactor)));
    }
    desk.later();
    let next = desk.shown(&alice.secret);
    let next = desk.log_in("alice", PASSWORD, Some(&next)).await;
    next.expect("a session");
}

#[tokio::test]
async fn of_two_logins_at_once_with_one_code_one_gets_in() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let code = desk.shown(&alice.secret);
    let log_in = || desk.log_in("alice", PASSWORD, Some(&code));
    let (one, two) = tokio::join!(log_in(), log_in());
    let lost = if one.is_ok() { two } else { one };
    assert!(matches!(lost, Err(LogInError::InvalidSecondFactor)));
    let sessions = desk.rig.adapter.export.sessions.clone();
    let open = sessions.rows(alice.caller.user_id, None, 9).await;
    assert_eq!(open.expect("sessions").len(), 2, "hers, and the new one");
}

#[tokio::test]
async fn a_login_that_is_not_committed_leaves_its_code_good() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let code = desk.shown(&alice.secret);
    desk.rig.store.fail_next_commit();
    let lost = desk.log_in("alice", PASSWORD, Some(&code)).await;
    assert!(matches!(lost, Err(LogInError::Storage(_))));
    let again = desk.log_in("alice", PASSWORD, Some(&code)).await;
    again.expect("a session");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_and_is_told_of() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    desk.told().await;
    let code = alice.codes[3].to_shown();
    let in_by_code = desk.log_in("alice", PASSWORD, Some(&code)).await;
    in_by_code.expect("a session");
    assert_eq!(desk.view(&alice.caller).await.recovery_codes_left, 9);
    let events = desk.rig.adapter.log.read(0, 99).await.expect("the log");
    let last = events.last().expect("an event");
    assert_eq!(last.event_type, "thoughts.user.recovery_code_used");
    assert_eq!(
        (last.audience.as_str(), last.actor),
        ("owner", alice.caller.user_id)
    );
    assert!(!last.payload.contains(alice.codes[3].as_str()));
    let used = MailContent::SecondFactor(SecondFactorChange::RecoveryCodeUsed);
    assert_eq!(desk.told().await, [used]);
    let again = desk.log_in("alice", PASSWORD, Some(&code)).await;
    assert!(matches!(again, Err(LogInError::InvalidSecondFactor)));
}

#[tokio::test]
async fn guessing_codes_is_stopped_and_a_recovery_code_is_the_way_in() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    // The guesser comes from many addresses: only the account's own budget is in his way.
    for budget in [&budgets::FAILED_LOGINS, &budgets::FAILED_LOGINS_ANYWHERE] {
        let wide = thoughts_testing::limits::only(budget, 10_000);
        desk.rig.limiter.tune(wide);
    }
    let mut guesses = 0;
    let wait = loop {
        let wrong = desk.wrong(&alice.secret);
        match desk.log_in("alice", PASSWORD, Some(&wrong)).await {
            Err(LogInError::InvalidSecondFactor) => guesses += 1,
            Err(LogInError::TooMany { retry_after }) => break retry_after,
            other => panic!("refused, not {other:?}"),
        }
    };
    assert_eq!(guesses, budgets::SECOND_FACTORS.quota);
    // The right code is not looked at now, or guessing would go on.
    let code = desk.shown(&alice.secret);
    let lucky = desk.log_in("alice", PASSWORD, Some(&code)).await;
    assert!(matches!(lucky, Err(LogInError::TooMany { .. })));
    let recovery = alice.codes[0].to_shown();
    let owner = desk.log_in("alice", PASSWORD, Some(&recovery)).await;
    owner.expect("a session");
    desk.rig.clock.advance(wait);
    let code = desk.shown(&alice.secret);
    let later = desk.log_in("alice", PASSWORD, Some(&code)).await;
    later.expect("a session");
}

#[tokio::test]
async fn wrong_recovery_codes_count_as_failed_logins() {
    let desk = desk();
    desk.owner("alice").await;
    let wrong = "0000-0000-0000-0000";
    for _ in 0..budgets::FAILED_LOGINS.quota {
        let refused = desk.log_in("alice", PASSWORD, Some(wrong)).await;
        assert!(matches!(refused, Err(LogInError::InvalidSecondFactor)));
    }
    let refused = desk.log_in("alice", PASSWORD, Some(wrong)).await;
    assert!(matches!(refused, Err(LogInError::TooMany { .. })));
}

#[tokio::test]
async fn right_codes_cost_nothing_and_needless_ones_do_no_harm() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    desk.rig.register("bob").await;
    for _ in 0..2 * budgets::SECOND_FACTORS.quota {
        let code = desk.shown(&alice.secret);
        let right = desk.log_in("alice", PASSWORD, Some(&code)).await;
        right.expect("a session");
        desk.later();
        let without = desk.log_in("bob", PASSWORD, Some("123456")).await;
        without.expect("a session");
        let half = desk.log_in("alice", PASSWORD, None).await;
        assert!(matches!(half, Err(LogInError::SecondFactorRequired)));
    }
}

#[tokio::test]
async fn a_code_is_taken_one_step_late_and_not_two() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    desk.later();
    let before = desk.shown(&alice.secret);
    desk.later();
    let late = desk.log_in("alice", PASSWORD, Some(&before)).await;
    late.expect("a session");
    desk.later();
    let old = desk.shown(&alice.secret);
    desk.rig.clock.advance(Duration::from_mins(1));
    let too_late = desk.log_in("alice", PASSWORD, Some(&old)).await;
    assert!(matches!(too_late, Err(LogInError::InvalidSecondFactor)));
}
