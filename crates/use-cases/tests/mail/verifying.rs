//! Verified addresses.

use thoughts_domain::accounts::TokenPurpose;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::mail::*;

use super::post_office::{PostOffice, post_office};

#[tokio::test]
async fn the_token_of_the_first_mail_verifies_once() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    office.deliver().await;
    let token = office.mailer.last_token();
    assert!(!office.is_verified(&alice).await);
    office.verify(token.clone()).await.expect("verified");
    assert!(office.is_verified(&alice).await);
    let again = office.verify(token).await;
    assert!(matches!(again, Err(VerifyEmailError::InvalidToken)));
}

#[tokio::test]
async fn asked_for_again_another_token_comes_and_the_first_is_bad() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    office.deliver().await;
    let first = office.mailer.last_token();
    office.ask_again(&alice).await.expect("queued");
    let sent = office.deliver().await;
    assert_eq!(sent, [Delivery::Sent(MailKind::VerifyEmail)]);
    let second = office.mailer.last_token();
    assert_ne!(first, second);
    let refused = office.verify(first).await;
    assert!(matches!(refused, Err(VerifyEmailError::InvalidToken)));
    office
        .rig
        .clock
        .advance(TokenPurpose::VerifyEmail.lifetime());
    let refused = office.verify(second).await;
    assert!(matches!(refused, Err(VerifyEmailError::InvalidToken)));
    assert!(!office.is_verified(&alice).await);
}

#[tokio::test]
async fn a_verified_address_gets_no_further_mail() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    office.deliver().await;
    office
        .verify(office.mailer.last_token())
        .await
        .expect("verified");
    office.ask_again(&alice).await.expect("nothing to do");
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn who_has_gone_gets_none_and_no_service_says_so() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    let name = ErasedName {
        handle: thoughts_testing::builders::handle("deleted_1"),
        display_name: thoughts_domain::accounts::DisplayName::of_erased(),
    };
    let mut work = office.rig.adapter.store.begin().await.expect("work");
    let now = thoughts_domain::time::Timestamp::MIN;
    let erased = work.users().erase(alice.user_id, &name, now).await;
    erased.expect("erase");
    work.commit().await.expect("commit");
    let gone = office.ask_again(&alice).await;
    assert!(matches!(gone, Err(RequestVerificationError::NotFound)));
    assert!(office.deliver().await.is_empty());
    let office = PostOffice {
        service: MailService::Off,
        ..office
    };
    let refused = office.ask_again(&alice).await;
    assert!(matches!(
        refused,
        Err(RequestVerificationError::MailUnavailable)
    ));
}
