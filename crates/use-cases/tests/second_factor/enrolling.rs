//! Turning it on.

use std::time::Duration;

use thoughts_domain::second_factor::{ENROLMENT_LIFETIME, RECOVERY_CODES, SecondFactorChange};
use thoughts_use_cases::limits::budgets;
use thoughts_use_cases::mail::MailContent;
use thoughts_use_cases::second_factor::*;
use thoughts_use_cases::system::Clock;

use super::desk::{PASSWORD, desk};

const TURNED_ON: &str = "thoughts.user.second_factor_turned_on";

#[tokio::test]
async fn a_secret_counts_for_nothing_until_its_first_code() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let begun = desk.begin(&alice, PASSWORD).await.expect("a secret");
    assert!(begun.url.contains(&begun.secret) && begun.url.contains("alice"));
    assert_eq!(desk.view(&alice).await, SecondFactorView::default());
    let here = desk.log_in("alice", PASSWORD, None).await;
    here.expect("the password alone");
    assert_eq!(desk.rig.event_types().await, ["thoughts.user.registered"]);

    let now = desk.rig.clock.now();
    let code = desk.shown(&begun.secret);
    let codes = desk.confirm(alice, &code).await.expect("codes");
    assert_eq!(codes.len(), RECOVERY_CODES);
    let view = desk.view(&alice).await;
    assert!(view.enabled_at.is_some_and(|at| at > now));
    assert_eq!(view.recovery_codes_left, 10);
    assert_eq!(desk.rig.event_types().await[1..], [TURNED_ON]);
    let told = MailContent::SecondFactor(SecondFactorChange::TurnedOn);
    assert!(desk.told().await.contains(&told));
}

#[tokio::test]
async fn sessions_of_the_password_alone_end_and_the_one_that_asks_goes_on() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let bob = desk.rig.caller("bob").await;
    let there = desk.log_in("alice", PASSWORD, None).await.expect("in");
    let begun = desk.begin(&alice, PASSWORD).await.expect("a secret");
    assert!(desk.rig.is_live(&there).await, "beginning ends nothing");
    let code = desk.shown(&begun.secret);
    desk.confirm(alice, &code).await.expect("codes");
    assert!(desk.rig.is_live(&alice).await && desk.rig.is_live(&bob).await);
    assert!(!desk.rig.is_live(&there).await);
    assert!(desk.rig.is_refused(&there).await, "here at once");
}

#[tokio::test]
async fn a_wrong_password_gives_no_secret() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let refused = desk.begin(&alice, "battery staple").await;
    assert!(matches!(
        refused,
        Err(BeginSecondFactorError::WrongPassword)
    ));
    let nothing = desk.confirm(alice, "123456").await;
    assert!(matches!(nothing, Err(ConfirmSecondFactorError::NotBegun)));
}

#[tokio::test]
async fn a_wrong_code_turns_nothing_on() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let begun = desk.begin(&alice, PASSWORD).await.expect("a secret");
    let wrong = desk.wrong(&begun.secret);
    let refused = desk.confirm(alice, &wrong).await;
    assert!(matches!(refused, Err(ConfirmSecondFactorError::WrongCode)));
    assert_eq!(desk.view(&alice).await, SecondFactorView::default());
    let code = desk.shown(&begun.secret);
    desk.confirm(alice, &code).await.expect("the right one");
}

#[tokio::test]
async fn beginning_again_voids_the_secret_before() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let first = desk.begin(&alice, PASSWORD).await.expect("a secret");
    let second = desk.begin(&alice, PASSWORD).await.expect("another");
    let code = desk.shown(&first.secret);
    let refused = desk.confirm(alice, &code).await;
    assert!(matches!(refused, Err(ConfirmSecondFactorError::WrongCode)));
    let code = desk.shown(&second.secret);
    desk.confirm(alice, &code).await.expect("the right one");
}

#[tokio::test]
async fn a_secret_waits_an_hour() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let begun = desk.begin(&alice, PASSWORD).await.expect("a secret");
    desk.rig.clock.advance(ENROLMENT_LIFETIME);
    let code = desk.shown(&begun.secret);
    let late = desk.confirm(alice, &code).await;
    assert!(matches!(late, Err(ConfirmSecondFactorError::NotBegun)));
}

#[tokio::test]
async fn what_is_on_is_not_turned_on_again() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let again = desk.begin(&alice.caller, PASSWORD).await;
    assert!(matches!(again, Err(BeginSecondFactorError::AlreadyOn)));
    let code = desk.shown(&alice.secret);
    let again = desk.confirm(alice.caller, &code).await;
    assert!(matches!(again, Err(ConfirmSecondFactorError::AlreadyOn)));
}

#[tokio::test]
async fn first_codes_are_not_guessed_without_end() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    let begun = desk.begin(&alice, PASSWORD).await.expect("a secret");
    let wrong = desk.wrong(&begun.secret);
    for _ in 0..budgets::SECOND_FACTORS.quota {
        let refused = desk.confirm(alice, &wrong).await;
        assert!(matches!(refused, Err(ConfirmSecondFactorError::WrongCode)));
    }
    let code = desk.shown(&begun.secret);
    let refused = desk.confirm(alice, &code).await;
    let Err(ConfirmSecondFactorError::TooMany { retry_after }) = refused else {
        panic!("told to wait, not {refused:?}");
    };
    assert!(retry_after <= budgets::SECOND_FACTORS.interval());
    assert!(retry_after > Duration::from_mins(30));
}
