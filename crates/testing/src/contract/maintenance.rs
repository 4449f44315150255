//! How the storage is, and throwing away what is over.

use std::time::Duration;

use thoughts_domain::accounts::{
    HANDLE_RESERVATION, OneTimeToken, Role, SESSION_LIFETIME, Session, TokenPurpose, User,
};
use thoughts_domain::ids::{MailId, RankingId, SessionId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{ERASED_IDENTITY_RETENTION, OutsideAccount, TokenHash};
use thoughts_use_cases::comments::{RANKING_RETENTION, RankedPage};
use thoughts_use_cases::idempotency::{ANSWER_LIFETIME, Claim};
use thoughts_use_cases::mail::{MailKind, NewMail};
use thoughts_use_cases::paging::Direction;
use thoughts_use_cases::storage::{MAIL_RETENTION, RetentionPolicy, SchemaState, SweepReport};

use super::Scene;
use super::outside_identities::{account_of, erase, identity, link};
use super::samples::{an_answer, retry};
use super::walk::{first, from};
use crate::builders::{email, handle};

const TICK: Duration = Duration::from_micros(1);

pub(super) const POLICY: RetentionPolicy = RetentionPolicy {
    answers: ANSWER_LIFETIME,
    ended_sessions: Duration::from_hours(1),
    erased_identities: ERASED_IDENTITY_RETENTION,
    rankings: RANKING_RETENTION,
    events: Duration::from_hours(30 * 24),
};

async fn sweep(scene: &Scene) -> SweepReport {
    let report = scene.adapter.housekeeping.sweep(&POLICY, scene.now()).await;
    report.expect("sweep")
}

async fn open(scene: &Scene, user: &User, name: &str) -> (Session, TokenHash) {
    let session = Session::open(SessionId::new(scene.id()), user.id, None, scene.now());
    let token = TokenHash(crate::digest::digest("token", name.as_bytes()));
    let mut work = scene.begin().await;
    work.sessions().open(&session, &token).await.expect("open");
    work.commit().await.expect("commit");
    (session, token)
}

async fn is_live(scene: &Scene, session: &Session) -> bool {
    let ledger = &scene.adapter.ledger;
    let standing = ledger.standing(session.user_id, Some(session.id)).await;
    standing.expect("ledger").is_some()
}

pub async fn a_fresh_storage_is_current(scene: &Scene) {
    let schema = scene.adapter.probe.schema().await;
    assert_eq!(schema.expect("schema"), SchemaState::Current);
    let pool = scene.adapter.probe.pool();
    assert!(
        pool.idle <= pool.open && pool.open <= pool.max && pool.max > 0,
        "{pool:?}"
    );
}

pub async fn sweeping_nothing_throws_nothing_away(scene: &Scene) {
    let alice = scene.register("alice").await;
    let (session, _) = open(scene, &alice, "one").await;
    scene.sequence().await;
    assert_eq!(sweep(scene).await, SweepReport::default());
    assert_eq!(scene.log().await.len(), 1);
    assert!(is_live(scene, &session).await);
    scene.assert_sound().await;
}

pub async fn expired_sessions_go_with_their_tokens(scene: &Scene) {
    let alice = scene.register("alice").await;
    let (expired, token) = open(scene, &alice, "old").await;
    scene.clock.advance(SESSION_LIFETIME);
    let (live, _) = open(scene, &alice, "new").await;
    assert_eq!(sweep(scene).await.sessions, 1);
    assert_eq!(sweep(scene).await.sessions, 0);
    assert!(!is_live(scene, &expired).await);
    assert!(is_live(scene, &live).await);
    let mut work = scene.begin().await;
    assert_eq!(work.sessions().find(&token).await.expect("find"), None);
}

pub async fn answers_go_when_their_time_is_over(scene: &Scene) {
    let alice = scene.register("alice").await;
    let keep = async |key: &str| {
        let key = retry(&alice, key);
        let mut work = scene.begin().await;
        work.answers()
            .claim(&key, scene.now())
            .await
            .expect("claim");
        work.answers()
            .keep(&key, &an_answer(), scene.now())
            .await
            .expect("keep");
        work.commit().await.expect("commit");
        key
    };
    keep("old").await;
    scene.clock.advance(POLICY.answers + Duration::from_mins(1));
    let young = keep("young").await;
    assert_eq!(sweep(scene).await.answers, 1);
    assert_eq!(sweep(scene).await.answers, 0);
    let mut work = scene.begin().await;
    let claim = work.answers().claim(&young, scene.now()).await;
    assert_eq!(claim.ok(), Some(Claim::Answered(an_answer())));
}

pub async fn notes_of_ended_sessions_go_when_their_time_is_over(scene: &Scene) {
    let alice = scene.register("alice").await;
    let end = async |name: &str| {
        let (session, _) = open(scene, &alice, name).await;
        let mut work = scene.begin().await;
        work.sessions()
            .end(session.id, alice.id, scene.now())
            .await
            .expect("end");
        work.commit().await.expect("commit");
        session.id
    };
    let start = scene.now();
    end("old").await;
    scene
        .clock
        .advance(POLICY.ended_sessions + Duration::from_mins(1));
    let young = end("young").await;
    assert_eq!(sweep(scene).await.ended_sessions, 1);
    assert_eq!(sweep(scene).await.ended_sessions, 0);
    let noted = scene
        .adapter
        .ledger
        .ended_since(start)
        .await
        .expect("ledger");
    assert_eq!(noted.iter().map(|note| note.0).collect::<Vec<_>>(), [young]);
}

pub async fn erased_identities_go_when_their_time_is_over(scene: &Scene) {
    let [alice, bob] = [scene.register("alice").await, scene.register("bob").await];
    let [old, young] = [identity("old"), identity("young")];
    assert!(link(scene, &old, &alice).await);
    assert!(link(scene, &young, &bob).await);
    erase(scene, &alice).await;
    scene
        .clock
        .advance(POLICY.erased_identities + Duration::from_mins(1));
    erase(scene, &bob).await;
    assert_eq!(sweep(scene).await.erased_identities, 1);
    assert_eq!(sweep(scene).await.erased_identities, 0);
    assert_eq!(account_of(scene, &old).await, OutsideAccount::Unknown);
    let young = account_of(scene, &young).await;
    assert!(matches!(young, OutsideAccount::Erased(_)), "{young:?}");
}

pub async fn notes_of_standings_go_when_their_time_is_over(scene: &Scene) {
    let start = scene.now();
    let (old, young) = (scene.register("old").await, scene.register("young").await);
    scene.give_role(&old, Role::Moderator).await;
    scene
        .clock
        .advance(POLICY.ended_sessions + Duration::from_mins(1));
    scene.give_role(&young, Role::Moderator).await;
    assert_eq!(sweep(scene).await.standing_notes, 1);
    assert_eq!(sweep(scene).await.standing_notes, 0);
    let noted = scene.adapter.ledger.noted_since(start).await;
    let noted: Vec<_> = noted.expect("ledger").iter().map(|n| n.user_id).collect();
    assert_eq!(noted, [young.id]);
}

pub async fn rankings_go_when_their_time_is_over(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    for body in ["one", "two", "three"] {
        scene.comment(&alice, &post, body).await;
    }
    let ask = async |request| {
        let fresh = RankingId::new(scene.id());
        let ranked =
            scene
                .adapter
                .comments
                .top_of_post(post.id, None, &request, fresh, scene.now());
        ranked.await.expect("top").value
    };
    let RankedPage::Page(page) = ask(first(2)).await else {
        panic!("a first page");
    };
    let next = from(2, Direction::Forward, page.next.expect("more"));
    assert_eq!(sweep(scene).await.rankings, 0);
    assert!(matches!(ask(next).await, RankedPage::Page(_)));
    scene
        .clock
        .advance(POLICY.rankings + Duration::from_mins(1));
    assert_eq!(sweep(scene).await.rankings, 1);
    assert_eq!(ask(next).await, RankedPage::Expired);
}

pub async fn old_events_go_and_positions_go_on(scene: &Scene) {
    scene.register("alice").await;
    scene.register("bob").await;
    scene.sequence().await;
    // Two days more than needed: whole days may be dropped at once.
    scene
        .clock
        .advance(POLICY.events + Duration::from_hours(48));
    scene.register("carol").await;
    scene.sequence().await;
    let before = scene.adapter.log.head().await.expect("head");
    sweep(scene).await;
    let left = scene.adapter.log.read(0, 100).await.expect("read");
    assert_eq!(
        left.iter().map(|event| event.position).collect::<Vec<_>>(),
        [3]
    );
    assert_eq!(scene.adapter.log.head().await.expect("head"), before);
    scene.assert_sound().await;
    scene.register("dave").await;
    assert_eq!(
        scene.log().await.last().map(|event| event.position),
        Some(4)
    );
}

pub async fn sweeping_an_empty_log_keeps_the_head(scene: &Scene) {
    scene.register("alice").await;
    scene.sequence().await;
    scene
        .clock
        .advance(POLICY.events + Duration::from_hours(48));
    sweep(scene).await;
    assert_eq!(scene.adapter.log.read(0, 100).await.expect("read"), []);
    assert_eq!(scene.adapter.log.head().await.expect("head").number, 1);
    scene.assert_sound().await;
}

pub async fn expired_tokens_and_handles_and_old_mails_go(scene: &Scene) {
    let alice = scene.register("alice").await;
    let now = scene.now();
    let mail = NewMail {
        id: MailId::new(scene.id()),
        kind: MailKind::VerifyEmail,
        user_id: alice.id,
        created_at: now,
    };
    let token = OneTimeToken::issue(alice.id, TokenPurpose::ResetPassword, now);
    let hash = TokenHash(crate::digest::digest("token", b"mailed"));
    let (old, new) = (handle("alice"), handle("alicia"));
    let mut work = scene.begin().await;
    work.mails().enqueue(&mail).await.expect("enqueue");
    let id = MailId::new(scene.id());
    let noted = work
        .mails()
        .note_forgotten(id, &email("alice@example.org"), now)
        .await;
    noted.expect("note");
    let put = work.one_time_tokens().put(&token, &hash).await;
    put.expect("put");
    let renamed = work.users().rename(alice.id, &old, &new, now).await;
    assert_eq!(renamed.ok(), Some(true));
    work.commit().await.expect("commit");
    let swept = async |at: Timestamp| {
        let report = scene.adapter.housekeeping.sweep(&POLICY, at).await;
        let report = report.expect("sweep");
        (report.one_time_tokens, report.mails, report.former_handles)
    };
    assert_eq!(swept(token.expires_at.minus(TICK)).await, (0, 0, 0));
    assert_eq!(swept(token.expires_at).await, (1, 0, 0));
    assert_eq!(swept(now.plus(MAIL_RETENTION)).await, (0, 0, 0));
    assert_eq!(swept(now.plus(MAIL_RETENTION + TICK)).await, (0, 2, 0));
    assert_eq!(
        swept(now.plus(HANDLE_RESERVATION).minus(TICK)).await,
        (0, 0, 0)
    );
    assert_eq!(swept(now.plus(HANDLE_RESERVATION)).await, (0, 0, 1));
}

pub async fn two_sweeps_at_once_do_no_harm(scene: &Scene) {
    let alice = scene.register("alice").await;
    open(scene, &alice, "old").await;
    scene.clock.advance(SESSION_LIFETIME * 2);
    let (one, two) = tokio::join!(sweep(scene), sweep(scene));
    assert_eq!(one.sessions + two.sessions, 1);
    scene.assert_sound().await;
}
