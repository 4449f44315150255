//! Forgotten passwords.

use std::time::Duration;

use thoughts_domain::accounts::TokenPurpose;
use thoughts_testing::builders::password;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::mail::*;
use thoughts_use_cases::system::Clock;

use super::post_office::{PostOffice, post_office};

const NEW: &str = "battery staple";

/// A token that was mailed to alice just now.
async fn a_token(office: &PostOffice) -> OneTimeSecret {
    office.forget("alice@example.org").await.expect("noted");
    assert!(
        office
            .deliver()
            .await
            .contains(&Delivery::Sent(MailKind::ResetPassword))
    );
    office.mailer.last_token()
}

async fn opens_with(office: &PostOffice, caller: &Caller, secret: &str) -> bool {
    let stored = office.rig.adapter.accounts.password(caller.user_id).await;
    let stored = stored.expect("read");
    let verdict = office.rig.hasher.verify(&password(secret), stored).await;
    verdict.expect("a verdict")
}

#[tokio::test]
async fn known_and_unknown_addresses_are_one_to_who_asks() {
    let office = post_office();
    office.rig.caller("alice").await;
    office.deliver().await;
    let hashed = office.rig.hasher.verified();
    for address in ["alice@example.org", "nobody@example.org"] {
        office.forget(address).await.expect("noted");
        // Nothing but the note has been written by then: no mail waits yet.
        assert_eq!(office.waiting().await, 0);
    }
    assert_eq!(office.rig.hasher.verified(), hashed);
    let sent = office.deliver().await;
    assert_eq!(sent, [Delivery::Sent(MailKind::ResetPassword)]);
    assert_eq!(
        office.mailer.tried().last().expect("a mail").to.email,
        "alice@example.org"
    );
}

#[tokio::test]
async fn a_reset_sets_the_password_ends_every_session_and_verifies_the_address() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    let bob = office.rig.caller("bob").await;
    let token = a_token(&office).await;
    office
        .rig
        .watch
        .refresh(office.rig.clock.now())
        .await
        .expect("a look");
    assert!(!office.is_verified(&alice).await);
    office.reset(token.clone(), NEW).await.expect("reset");
    assert!(opens_with(&office, &alice, NEW).await);
    assert!(office.is_verified(&alice).await);
    assert!(!office.rig.is_live(&alice).await);
    assert!(office.rig.is_live(&bob).await);
    assert!(office.rig.is_refused(&alice).await);
    let told = office.deliver().await;
    assert_eq!(told, [Delivery::Sent(MailKind::PasswordChanged)]);
    let again = office.reset(token, "another horse").await;
    assert!(matches!(again, Err(ResetPasswordError::InvalidToken)));
    assert!(opens_with(&office, &alice, NEW).await);
}

#[tokio::test]
async fn a_token_is_bad_when_replaced_expired_made_up_or_for_something_else() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    office.deliver().await;
    let verifying = office.mailer.last_token();
    let replaced = a_token(&office).await;
    let expired = a_token(&office).await;
    let lifetime = TokenPurpose::ResetPassword.lifetime();
    let hashed = office.rig.hasher.verified();
    for bad in [
        replaced,
        verifying,
        OneTimeSecret::new("made up".to_owned()),
    ] {
        let refused = office.reset(bad, NEW).await;
        assert!(matches!(refused, Err(ResetPasswordError::InvalidToken)));
    }
    office.rig.clock.advance(lifetime);
    let refused = office.reset(expired, NEW).await;
    assert!(matches!(refused, Err(ResetPasswordError::InvalidToken)));
    assert!(office.rig.is_live(&alice).await);
    assert!(opens_with(&office, &alice, "correct horse").await);
    assert_eq!(office.rig.hasher.verified(), hashed + 1);
}

#[tokio::test]
async fn a_second_try_of_a_mail_makes_no_used_token_good_again() {
    let office = post_office();
    office.rig.caller("alice").await;
    office.deliver().await;
    office.forget("alice@example.org").await.expect("noted");
    // The mail arrives, but the connection is lost before that is known.
    let lost = MailError::Temporary(MailTrouble::Connection);
    office.mailer.fail([lost]);
    let postponed = office.deliver().await;
    assert_eq!(
        postponed,
        [Delivery::Postponed(MailKind::ResetPassword, lost)]
    );
    let token = office.mailer.last_token();
    office.reset(token.clone(), NEW).await.expect("reset");
    office.rig.clock.advance(Duration::from_hours(1));
    let later = office.deliver().await;
    assert_eq!(later, [Delivery::Sent(MailKind::PasswordChanged)]);
    let again = office.reset(token, "another horse").await;
    assert!(matches!(again, Err(ResetPasswordError::InvalidToken)));
}

#[tokio::test]
async fn a_change_of_the_password_makes_mailed_tokens_bad() {
    let office = post_office();
    let alice = office.rig.caller("alice").await;
    let token = a_token(&office).await;
    let changing = ChangePasswordUseCase {
        store: office.rig.store.clone(),
        accounts: office.rig.adapter.accounts.clone(),
        hasher: office.rig.hasher.clone(),
        watch: office.rig.watch.clone(),
        mail: office.service,
        clock: office.rig.clock.clone(),
        ids: office.rig.ids.clone(),
    };
    let command = ChangePasswordCommand {
        caller: alice,
        current: password("correct horse"),
        next: password(NEW),
    };
    changing.execute(command).await.expect("changed");
    let told = office.deliver().await;
    assert_eq!(told, [Delivery::Sent(MailKind::PasswordChanged)]);
    let refused = office.reset(token, "another horse").await;
    assert!(matches!(refused, Err(ResetPasswordError::InvalidToken)));
}

#[tokio::test]
async fn mails_to_one_address_are_limited_alike_for_known_and_unknown() {
    let office = post_office();
    office.rig.caller("alice").await;
    for address in ["alice@example.org", "nobody@example.org"] {
        let quota = thoughts_use_cases::limits::budgets::MAILS_PER_RECIPIENT.quota;
        for _ in 0..quota {
            office.forget(address).await.expect("noted");
        }
        let refused = office.forget(address).await;
        assert!(matches!(
            refused,
            Err(RequestPasswordResetError::TooMany { .. })
        ));
    }
}

#[tokio::test]
async fn without_a_mail_service_it_is_said_to_all() {
    let office = PostOffice {
        service: MailService::Off,
        ..post_office()
    };
    office.rig.caller("alice").await;
    for address in ["alice@example.org", "nobody@example.org"] {
        let refused = office.forget(address).await;
        assert!(matches!(
            refused,
            Err(RequestPasswordResetError::MailUnavailable)
        ));
    }
}
