//! Turning it off, making recovery codes anew, and what leaves it as it is.

use std::sync::Arc;

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::second_factor::SecondFactorChange;
use thoughts_testing::builders::{handle, password};
use thoughts_testing::identity::PlainOneTimeTokens;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::mail::{MailContent, MailService};
use thoughts_use_cases::paging::{PageLimit, PageRequest};
use thoughts_use_cases::readers::Unwatched;
use thoughts_use_cases::second_factor::*;

use super::desk::{Desk, PASSWORD, desk};

async fn last_event(desk: &Desk) -> String {
    desk.rig.event_types().await.pop().expect("an event")
}

#[tokio::test]
async fn who_turns_it_off_proves_himself_twice() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let code = desk.shown(&alice.secret);
    let refused = desk.turn_off(alice.caller, "battery staple", &code).await;
    assert!(matches!(
        refused,
        Err(ChangeSecondFactorError::WrongPassword)
    ));
    let wrong = desk.wrong(&alice.secret);
    let refused = desk.turn_off(alice.caller, PASSWORD, &wrong).await;
    assert!(matches!(refused, Err(ChangeSecondFactorError::WrongCode)));
    assert!(desk.view(&alice.caller).await.enabled_at.is_some());
    desk.told().await;

    let off = desk.turn_off(alice.caller, PASSWORD, &code).await;
    off.expect("off");
    assert_eq!(desk.view(&alice.caller).await, SecondFactorView::default());
    assert_eq!(
        last_event(&desk).await,
        "thoughts.user.second_factor_turned_off"
    );
    let told = MailContent::SecondFactor(SecondFactorChange::TurnedOff);
    assert_eq!(desk.told().await, [told]);
    assert!(desk.rig.is_live(&alice.caller).await, "sessions go on");
    let alone = desk.log_in("alice", PASSWORD, None).await;
    alone.expect("the password alone");
    let again = desk.turn_off(alice.caller, PASSWORD, &code).await;
    assert!(matches!(again, Err(ChangeSecondFactorError::Off)));
}

#[tokio::test]
async fn a_recovery_code_turns_it_off_too() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let code = alice.codes[9].to_shown();
    let off = desk.turn_off(alice.caller, PASSWORD, &code).await;
    off.expect("off");
    assert_eq!(desk.view(&alice.caller).await, SecondFactorView::default());
    // Turned on anew, the codes of before are worth nothing.
    let begun = desk.begin(&alice.caller, PASSWORD).await.expect("a secret");
    let first = desk.shown(&begun.secret);
    desk.confirm(alice.caller, &first).await.expect("on");
    let old = alice.codes[0].to_shown();
    let refused = desk.log_in("alice", PASSWORD, Some(&old)).await;
    assert!(matches!(refused, Err(LogInError::InvalidSecondFactor)));
}

#[tokio::test]
async fn a_code_that_signed_in_changes_nothing_and_the_other_way_round() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let code = desk.shown(&alice.secret);
    let signed_in = desk.log_in("alice", PASSWORD, Some(&code)).await;
    signed_in.expect("a session");
    let refused = desk.replace(alice.caller, PASSWORD, &code).await;
    assert!(matches!(refused, Err(ChangeSecondFactorError::WrongCode)));
    desk.later();
    let code = desk.shown(&alice.secret);
    desk.replace(alice.caller, PASSWORD, &code)
        .await
        .expect("codes");
    let refused = desk.log_in("alice", PASSWORD, Some(&code)).await;
    assert!(matches!(refused, Err(LogInError::InvalidSecondFactor)));
}

#[tokio::test]
async fn new_recovery_codes_void_the_old_ones() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    desk.told().await;
    let old = alice.codes[0].to_shown();
    let new = desk.replace(alice.caller, PASSWORD, &old).await;
    let new = new.expect("codes");
    assert!(new.len() == 10 && new.iter().all(|code| !alice.codes.contains(code)));
    assert_eq!(
        last_event(&desk).await,
        "thoughts.user.recovery_codes_replaced"
    );
    let told = MailContent::SecondFactor(SecondFactorChange::RecoveryCodesReplaced);
    assert_eq!(desk.told().await, [told]);
    let refused = desk
        .log_in("alice", PASSWORD, Some(&alice.codes[1].to_shown()))
        .await;
    assert!(matches!(refused, Err(LogInError::InvalidSecondFactor)));
    let code = new[1].to_shown();
    let taken = desk.log_in("alice", PASSWORD, Some(&code)).await;
    taken.expect("a session");
}

#[tokio::test]
async fn without_a_second_factor_there_is_nothing_to_change() {
    let desk = desk();
    let alice = desk.rig.caller("alice").await;
    desk.begin(&alice, PASSWORD).await.expect("a secret");
    let refused = desk.replace(alice, PASSWORD, "123456").await;
    assert!(matches!(refused, Err(ChangeSecondFactorError::Off)));
}

#[tokio::test]
async fn another_password_leaves_it_on() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let rig = &desk.rig;
    let tokens = Arc::new(PlainOneTimeTokens);
    let forget = RequestPasswordResetUseCase {
        store: rig.store.clone(),
        mail: MailService::On,
        limiter: rig.limiter.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let address = thoughts_testing::builders::email("alice@example.org");
    forget.execute(&address).await.expect("noted");
    desk.told().await;
    let reset = ResetPasswordUseCase {
        store: rig.store.clone(),
        one_time_tokens: tokens,
        hasher: rig.hasher.clone(),
        watch: rig.watch.clone(),
        mail: MailService::On,
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let token = desk.mailer.last_token();
    let done = reset.execute(token, password("battery staple")).await;
    done.expect("reset");
    let half = desk.log_in("alice", "battery staple", None).await;
    assert!(matches!(half, Err(LogInError::SecondFactorRequired)));
    let code = desk.shown(&alice.secret);
    let whole = desk.log_in("alice", "battery staple", Some(&code)).await;
    whole.expect("a session");
}

#[tokio::test]
async fn who_has_lost_everything_is_helped_and_it_is_noted() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    desk.told().await;
    let remove = RemoveSecondFactorUseCase {
        store: desk.rig.store.clone(),
        clock: desk.rig.clock.clone(),
        ids: desk.rig.ids.clone(),
    };
    let nobody = remove.execute(&handle("nobody")).await;
    assert!(matches!(nobody, Err(RemoveSecondFactorError::NotFound)));
    let removed = remove.execute(&handle("alice")).await;
    assert!(removed.expect("removed"));
    let alone = desk.log_in("alice", PASSWORD, None).await;
    alone.expect("the password alone");
    let told = MailContent::SecondFactor(SecondFactorChange::TurnedOff);
    assert_eq!(desk.told().await, [told]);
    let page = PageRequest::first(PageLimit::default());
    let log = desk.rig.adapter.moderation.log(&page).await;
    let log = log.expect("the log").value.items;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].action.as_str(), "turn_off_second_factor");
    let again = remove.execute(&handle("alice")).await;
    assert!(!again.expect("off already"));
    assert_eq!(desk.view(&alice.caller).await, SecondFactorView::default());
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let desk = desk();
    let alice = desk.owner("alice").await;
    let delete = DeleteAccountUseCase {
        store: desk.rig.store.clone(),
        erasing: desk.rig.erasing(),
        steps: Arc::new(Unwatched),
        watch: desk.rig.watch.clone(),
        clock: desk.rig.clock.clone(),
        ids: desk.rig.ids.clone(),
    };
    let deleted = delete.execute(DeleteAccountCommand {
        caller: alice.caller,
        content: ContentRemoval::Delete,
        expected_version: None,
        trace: TraceParent::default(),
    });
    deleted.await.expect("deleted");
    assert_eq!(desk.view(&alice.caller).await, SecondFactorView::default());
    let gone = desk.begin(&alice.caller, PASSWORD).await;
    assert!(matches!(gone, Err(BeginSecondFactorError::WrongPassword)));
}
