//! The queue of mails.

use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, Email, Language, User};
use thoughts_domain::ids::MailId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::mail::{CLAIM, ClaimedMail, MailKind, NewMail};

use super::Scene;
use crate::builders::{a_user, email};

async fn enqueue(scene: &Scene, user: &User, kind: MailKind) -> NewMail {
    let mail = NewMail {
        id: MailId::new(scene.id()),
        kind,
        user_id: user.id,
        created_at: scene.now(),
    };
    let mut work = scene.begin().await;
    work.mails().enqueue(&mail).await.expect("enqueue");
    work.commit().await.expect("commit");
    mail
}

async fn claim_at(scene: &Scene, now: Timestamp) -> Option<ClaimedMail> {
    let mut work = scene.begin().await;
    let claimed = work.mails().claim(now, now.plus(CLAIM)).await;
    work.commit().await.expect("commit");
    claimed.expect("claim")
}

async fn claim(scene: &Scene) -> Option<ClaimedMail> {
    claim_at(scene, scene.now()).await
}

async fn is_due(scene: &Scene) -> bool {
    let due = scene.adapter.mails.is_due(scene.now()).await;
    due.expect("is due")
}

async fn waiting(scene: &Scene) -> u64 {
    scene.adapter.mails.waiting().await.expect("waiting")
}

async fn note(scene: &Scene, address: &str) {
    let id = MailId::new(scene.id());
    let mut work = scene.begin().await;
    let noted = work
        .mails()
        .note_forgotten(id, &email(address), scene.now())
        .await;
    noted.expect("note");
    work.commit().await.expect("commit");
}

async fn take(scene: &Scene, limit: u32) -> Vec<String> {
    let mut work = scene.begin().await;
    let taken = work.mails().take_forgotten(limit).await.expect("take");
    work.commit().await.expect("commit");
    taken.iter().map(|e| e.as_str().to_owned()).collect()
}

pub async fn an_empty_queue_has_nothing_to_do(scene: &Scene) {
    assert!(!is_due(scene).await);
    assert_eq!(waiting(scene).await, 0);
    assert_eq!(claim(scene).await, None);
    assert_eq!(take(scene, 10).await, Vec::<String>::new());
}

pub async fn a_mail_is_claimed_with_all_that_is_needed(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    alice.settings.language = Language::Pt;
    alice.version += 1;
    let mut work = scene.begin().await;
    work.users().update_profile(&alice).await.expect("update");
    work.commit().await.expect("commit");
    for kind in MailKind::ALL {
        let mail = enqueue(scene, &alice, kind).await;
        assert!(is_due(scene).await);
        let claimed = claim(scene).await.expect("a mail");
        assert_eq!((claimed.id, claimed.kind), (mail.id, kind));
        assert_eq!((claimed.user_id, claimed.attempt), (alice.id, 1));
        assert_eq!(claimed.created_at, mail.created_at);
        let to = claimed.recipient;
        assert_eq!(
            Some(to.email.as_str()),
            alice.email.as_ref().map(Email::as_str)
        );
        assert_eq!(to.display_name, alice.display_name.as_str());
        assert_eq!((to.handle.as_str(), to.language), ("alice", Language::Pt));
    }
    assert_eq!(waiting(scene).await, MailKind::ALL.len() as u64);
}

pub async fn the_one_that_waited_longest_comes_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let first = enqueue(scene, &bob, MailKind::VerifyEmail).await;
    let second = enqueue(scene, &alice, MailKind::VerifyEmail).await;
    let third = enqueue(scene, &bob, MailKind::ResetPassword).await;
    for mail in [first, second, third] {
        assert_eq!(claim(scene).await.map(|claimed| claimed.id), Some(mail.id));
    }
    assert_eq!(claim(scene).await, None);
}

pub async fn a_claim_keeps_others_away_until_it_ends(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mail = enqueue(scene, &alice, MailKind::VerifyEmail).await;
    let now = scene.now();
    assert!(claim_at(scene, now).await.is_some());
    assert!(!is_due(scene).await);
    let last = now.plus(CLAIM).minus(Duration::from_micros(1));
    assert_eq!(claim_at(scene, last).await, None);
    let again = claim_at(scene, now.plus(CLAIM)).await.expect("a mail");
    assert_eq!((again.id, again.attempt), (mail.id, 2));
}

pub async fn a_claim_that_is_dropped_is_none(scene: &Scene) {
    let alice = scene.register("alice").await;
    enqueue(scene, &alice, MailKind::VerifyEmail).await;
    let mut work = scene.begin().await;
    let now = scene.now();
    let claimed = work.mails().claim(now, now.plus(CLAIM)).await;
    assert!(claimed.expect("claim").is_some());
    drop(work);
    assert_eq!(claim(scene).await.map(|mail| mail.attempt), Some(1));
}

pub async fn workers_at_once_take_different_mails(scene: &Scene) {
    let mut expected = Vec::new();
    for number in 0..6 {
        let user = scene.register(&format!("user_{number}")).await;
        expected.push(enqueue(scene, &user, MailKind::VerifyEmail).await.id);
        note(scene, &format!("user_{number}@example.org")).await;
    }
    let worker = async || {
        let (mut mails, mut notes) = (Vec::new(), Vec::new());
        for _ in 0..6 {
            mails.extend(claim(scene).await.map(|mail| mail.id));
            notes.extend(take(scene, 1).await);
        }
        (mails, notes)
    };
    let (one, two) = tokio::join!(worker(), worker());
    let mut mails = [one.0, two.0].concat();
    mails.sort();
    expected.sort();
    assert_eq!(mails, expected);
    let mut notes = [one.1, two.1].concat();
    notes.sort();
    notes.dedup();
    assert_eq!(notes.len(), 6);
}

pub async fn a_mail_is_put_off_and_removed(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mail = enqueue(scene, &alice, MailKind::VerifyEmail).await;
    claim(scene).await.expect("a mail");
    let later = scene.now().plus(Duration::from_hours(1));
    let mut work = scene.begin().await;
    work.mails()
        .postpone(mail.id, later)
        .await
        .expect("postpone");
    assert_eq!(work.mails().is_waiting(mail.id).await.ok(), Some(true));
    work.commit().await.expect("commit");
    assert_eq!(claim(scene).await, None);
    assert_eq!(claim_at(scene, later).await.map(|m| m.attempt), Some(2));
    let mut work = scene.begin().await;
    work.mails().remove(mail.id).await.expect("remove");
    assert_eq!(work.mails().is_waiting(mail.id).await.ok(), Some(false));
    // Both may come too late.
    work.mails().remove(mail.id).await.expect("remove");
    work.mails()
        .postpone(mail.id, later)
        .await
        .expect("postpone");
    work.commit().await.expect("commit");
    assert_eq!(waiting(scene).await, 0);
}

pub async fn a_newer_mail_takes_the_place_of_one_of_its_kind(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let old = enqueue(scene, &alice, MailKind::ResetPassword).await;
    let other_kind = enqueue(scene, &alice, MailKind::VerifyEmail).await;
    let other_user = enqueue(scene, &bob, MailKind::ResetPassword).await;
    claim(scene).await.expect("the old one");
    let new = enqueue(scene, &alice, MailKind::ResetPassword).await;
    let mut work = scene.begin().await;
    for (mail, waits) in [
        (old, false),
        (other_kind, true),
        (other_user, true),
        (new, true),
    ] {
        assert_eq!(work.mails().is_waiting(mail.id).await.ok(), Some(waits));
    }
    // Whoever still tries the old one does nothing to the new one.
    work.mails().remove(old.id).await.expect("remove");
    work.commit().await.expect("commit");
    let far = scene.now();
    let mut claimed = Vec::new();
    while let Some(mail) = claim_at(scene, far).await {
        assert_eq!(mail.attempt, 1);
        claimed.push(mail.id);
    }
    assert_eq!(claimed, [other_kind.id, other_user.id, new.id]);
}

pub async fn a_kind_of_mail_is_withdrawn_from_one_user(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    enqueue(scene, &alice, MailKind::ResetPassword).await;
    let others = [
        enqueue(scene, &alice, MailKind::VerifyEmail).await,
        enqueue(scene, &bob, MailKind::ResetPassword).await,
    ];
    let mut work = scene.begin().await;
    let kind = MailKind::ResetPassword;
    work.mails()
        .withdraw(alice.id, kind)
        .await
        .expect("withdraw");
    work.commit().await.expect("commit");
    for mail in others {
        assert_eq!(claim(scene).await.map(|claimed| claimed.id), Some(mail.id));
    }
    assert_eq!(waiting(scene).await, 2);
}

pub async fn a_user_without_an_address_gets_no_mail(scene: &Scene) {
    let alice = User {
        email: None,
        ..a_user("alice").build(&scene.ids, &scene.clock)
    };
    scene.insert_user(&alice).await;
    enqueue(scene, &alice, MailKind::VerifyEmail).await;
    assert_eq!(waiting(scene).await, 0);
}

pub async fn forgotten_passwords_are_noted_blindly_and_taken_once(scene: &Scene) {
    scene.register("alice").await;
    for address in [
        "alice@example.org",
        "nobody@example.org",
        "alice@example.org",
    ] {
        note(scene, address).await;
    }
    assert!(is_due(scene).await);
    assert_eq!(waiting(scene).await, 0);
    let two = ["alice@example.org", "nobody@example.org"];
    assert_eq!(take(scene, 2).await, two);
    assert_eq!(take(scene, 2).await, ["alice@example.org"]);
    assert!(!is_due(scene).await);
}

pub async fn a_note_whose_work_is_dropped_is_still_there(scene: &Scene) {
    note(scene, "alice@example.org").await;
    let mut work = scene.begin().await;
    let taken = work.mails().take_forgotten(10).await.expect("take");
    assert_eq!(taken.len(), 1);
    drop(work);
    assert_eq!(take(scene, 10).await.len(), 1);
}

pub async fn mails_and_notes_go_with_the_account(scene: &Scene) {
    let bob = scene.register("bob").await;
    enqueue(scene, &bob, MailKind::VerifyEmail).await;
    note(scene, "bob@example.org").await;
    for content in [ContentRemoval::Anonymise, ContentRemoval::Delete] {
        let alice = scene.register("alice").await;
        for kind in MailKind::ALL {
            enqueue(scene, &alice, kind).await;
        }
        note(scene, "alice@example.org").await;
        scene.erase(&alice, content).await;
        assert_eq!(waiting(scene).await, 1);
    }
    assert_eq!(take(scene, 10).await, ["bob@example.org"]);
}
