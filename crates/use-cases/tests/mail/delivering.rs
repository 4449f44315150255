//! From the queue to the mailer.

use std::time::Duration;

use thoughts_domain::accounts::Language;
use thoughts_use_cases::accounts::Register;
use thoughts_use_cases::mail::*;

use super::post_office::post_office;
use crate::rig::Rig;

const BUSY: MailError = MailError::Temporary(MailTrouble::Code(451));
const REFUSED: MailError = MailError::Permanent(MailTrouble::Code(550));

#[tokio::test]
async fn registering_mails_a_token_in_the_language_of_the_newcomer() {
    let office = post_office();
    let mut newcomer = Rig::newcomer("alice");
    newcomer.language = Language::Pt;
    let registered = office.rig.registering().execute(newcomer).await;
    registered.expect("a registration");
    assert_eq!(
        office.deliver().await,
        [Delivery::Sent(MailKind::VerifyEmail)]
    );
    let mails = office.mailer.tried();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to.email, "alice@example.org");
    assert_eq!(mails[0].to.language, Language::Pt);
    assert!(matches!(mails[0].content, MailContent::VerifyEmail(_)));
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn without_a_mail_service_nothing_is_put_into_the_queue() {
    let office = post_office();
    let registering = thoughts_use_cases::accounts::RegisterUseCase {
        mail: MailService::Off,
        ..office.rig.registering()
    };
    let registered = registering.execute(Rig::newcomer("alice")).await;
    registered.expect("a registration");
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_tried_again_with_the_same_token() {
    let office = post_office();
    office.rig.caller("alice").await;
    office.mailer.fail([BUSY, BUSY]);
    let kind = MailKind::VerifyEmail;
    assert_eq!(office.deliver().await, [Delivery::Postponed(kind, BUSY)]);
    assert_eq!(office.step().await, Delivery::Idle);
    office.rig.clock.advance(Duration::from_secs(30));
    assert_eq!(office.deliver().await, [Delivery::Postponed(kind, BUSY)]);
    office.rig.clock.advance(Duration::from_secs(119));
    assert_eq!(office.step().await, Delivery::Idle);
    office.rig.clock.advance(Duration::from_secs(1));
    assert_eq!(office.deliver().await, [Delivery::Sent(kind)]);
    let mails = office.mailer.tried();
    assert_eq!(mails.len(), 3);
    assert!(mails.iter().all(|mail| *mail == mails[0]));
    assert!(office.verify(office.mailer.last_token()).await.is_ok());
}

#[tokio::test]
async fn a_mail_is_given_up_at_once_when_refused_and_in_the_end_when_not_taken() {
    let office = post_office();
    office.rig.caller("alice").await;
    office.mailer.fail([REFUSED]);
    let kind = MailKind::VerifyEmail;
    assert_eq!(
        office.deliver().await,
        [Delivery::GivenUp(kind, Some(REFUSED))]
    );
    assert_eq!(office.waiting().await, 0);
    office.rig.caller("bob").await;
    office.mailer.fail([BUSY; 20]);
    let mut tries = 1;
    while office.step().await == Delivery::Postponed(kind, BUSY) {
        tries += 1;
        office.rig.clock.advance(Duration::from_hours(1));
    }
    assert_eq!(tries, 8);
    assert_eq!(office.waiting().await, 0);
    assert_eq!(office.step().await, Delivery::Idle);
}

#[tokio::test]
async fn after_a_crash_the_mail_is_sent_when_the_claim_ends() {
    let office = post_office();
    office.rig.caller("alice").await;
    let mut work = office.rig.adapter.store.begin().await.expect("work");
    let now = thoughts_use_cases::system::Clock::now(&*office.rig.clock);
    let claimed = work.mails().claim(now, now.plus(CLAIM)).await;
    claimed.expect("claim").expect("a mail");
    work.commit().await.expect("commit");
    // Here the process dies.
    assert_eq!(office.step().await, Delivery::Idle);
    office.rig.clock.advance(CLAIM);
    assert_eq!(
        office.deliver().await,
        [Delivery::Sent(MailKind::VerifyEmail)]
    );
}

#[tokio::test]
async fn a_mail_that_waited_for_a_day_is_given_up() {
    let office = post_office();
    office.rig.caller("alice").await;
    office.rig.clock.advance(Duration::from_hours(25));
    let kind = MailKind::VerifyEmail;
    assert_eq!(office.deliver().await, [Delivery::GivenUp(kind, None)]);
    assert!(office.mailer.tried().is_empty());
}

#[tokio::test]
async fn a_storage_that_fails_keeps_the_mail() {
    let office = post_office();
    office.rig.caller("alice").await;
    office.rig.store.fail_begins();
    assert!(office.delivering().execute().await.is_err());
    assert_eq!(office.waiting().await, 1);
    assert!(office.mailer.tried().is_empty());
}
