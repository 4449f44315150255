//! Sessions within a unit of work, their list, and the ledger of ended ones.

use std::time::Duration;

use thoughts_domain::accounts::{SESSION_LIFETIME, Session, User};
use thoughts_domain::ids::SessionId;
use thoughts_use_cases::accounts::{SessionView, TokenHash};

use super::Scene;
use super::walk::{first, walk};

fn token(name: &str) -> TokenHash {
    TokenHash(crate::digest::digest("token", name.as_bytes()))
}

pub(super) async fn open(scene: &Scene, user: &User, name: &str) -> Session {
    let id = SessionId::new(scene.id());
    let session = Session::open(id, user.id, Some("Agent/1 (é)"), scene.now());
    let mut work = scene.begin().await;
    work.sessions()
        .open(&session, &token(name))
        .await
        .expect("open");
    work.commit().await.expect("commit");
    session
}

async fn rotate(scene: &Scene, session: &mut Session, used: &str, successor: &str) {
    let mut work = scene.begin().await;
    work.sessions().find(&token(used)).await.expect("find");
    session.refresh(scene.now());
    let (used, successor) = (token(used), token(successor));
    work.sessions()
        .rotate(session, &used, &successor)
        .await
        .expect("rotate");
    work.commit().await.expect("commit");
}

async fn is_live(scene: &Scene, session: &Session) -> bool {
    let ledger = &scene.adapter.ledger;
    let standing = ledger.standing(session.user_id, Some(session.id)).await;
    standing.expect("ledger").is_some()
}

async fn ids_of(scene: &Scene, user: &User) -> Vec<SessionId> {
    let page = scene
        .adapter
        .accounts
        .sessions(user.id, &first(100), scene.now())
        .await;
    page.expect("sessions")
        .value
        .items
        .iter()
        .map(|s| s.id)
        .collect()
}

pub async fn an_opened_session_is_found_by_its_token(scene: &Scene) {
    let alice = scene.register("alice").await;
    let session = open(scene, &alice, "one").await;
    let mut work = scene.begin().await;
    let found = work
        .sessions()
        .find(&token("one"))
        .await
        .expect("find")
        .expect("a token");
    assert_eq!(found.session, session);
    assert_eq!(found.token.session_id, session.id);
    assert_eq!(
        (found.token.used_at, found.token.successor_used),
        (None, false)
    );
    assert_eq!(
        work.sessions().find(&token("other")).await.expect("find"),
        None
    );
}

pub async fn rotating_marks_the_token_and_adds_the_successor(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut session = open(scene, &alice, "one").await;
    scene.clock.advance(Duration::from_hours(1));
    rotate(scene, &mut session, "one", "two").await;
    let mut work = scene.begin().await;
    let used = work
        .sessions()
        .find(&token("one"))
        .await
        .expect("find")
        .expect("the used one");
    assert_eq!(used.token.used_at, Some(session.last_used_at));
    assert!(!used.token.successor_used);
    assert_eq!(used.session, session);
    let next = work
        .sessions()
        .find(&token("two"))
        .await
        .expect("find")
        .expect("the next one");
    assert_eq!(
        (next.token.used_at, next.token.session_id),
        (None, session.id)
    );
}

pub async fn a_used_successor_is_known(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut session = open(scene, &alice, "one").await;
    rotate(scene, &mut session, "one", "two").await;
    rotate(scene, &mut session, "two", "three").await;
    let mut work = scene.begin().await;
    let mut used = Vec::new();
    for name in ["one", "two", "three"] {
        let found = work
            .sessions()
            .find(&token(name))
            .await
            .expect("find")
            .expect("a token");
        used.push((found.token.used_at.is_some(), found.token.successor_used));
    }
    assert_eq!(used, [(true, true), (true, false), (false, false)]);
}

pub async fn rotating_again_follows_the_second_successor_and_keeps_the_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut session = open(scene, &alice, "one").await;
    rotate(scene, &mut session, "one", "lost").await;
    scene.clock.advance(Duration::from_secs(5));
    rotate(scene, &mut session, "one", "two").await;
    rotate(scene, &mut session, "lost", "after lost").await;
    let find = async |name: &str| {
        let mut work = scene.begin().await;
        let found = work.sessions().find(&token(name)).await.expect("find");
        found.expect("a token").token
    };
    assert!(!find("one").await.successor_used, "it looks at the second");
    assert_eq!(find("after lost").await.used_at, None);
    let again = session.last_used_at;
    rotate(scene, &mut session, "two", "three").await;
    assert!(find("one").await.successor_used);
    assert!(find("one").await.used_at < Some(again), "{again}");
}

pub async fn an_expired_session_is_still_found(scene: &Scene) {
    let alice = scene.register("alice").await;
    let session = open(scene, &alice, "one").await;
    scene.clock.set(session.expires_at);
    let mut work = scene.begin().await;
    let found = work.sessions().find(&token("one")).await.expect("find");
    assert_eq!(found.map(|f| f.session), Some(session));
}

pub async fn ending_takes_the_session_with_its_tokens_and_notes_it(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut session = open(scene, &alice, "one").await;
    let other = open(scene, &alice, "other").await;
    rotate(scene, &mut session, "one", "two").await;
    assert!(is_live(scene, &session).await);
    let now = scene.now();
    let mut work = scene.begin().await;
    assert_eq!(
        work.sessions().end(session.id, alice.id, now).await.ok(),
        Some(true)
    );
    for name in ["one", "two"] {
        assert_eq!(
            work.sessions().find(&token(name)).await.expect("find"),
            None
        );
    }
    work.commit().await.expect("commit");
    assert!(!is_live(scene, &session).await);
    assert!(is_live(scene, &other).await);
    assert_eq!(ids_of(scene, &alice).await, [other.id]);
    let noted = scene.adapter.ledger.ended_since(now).await;
    assert_eq!(noted.expect("ledger"), [(session.id, now)]);
}

pub async fn a_foreign_or_ended_session_is_not_ended(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let session = open(scene, &alice, "one").await;
    let now = scene.now();
    let mut work = scene.begin().await;
    let sessions = work.sessions();
    assert_eq!(
        sessions.end(session.id, bob.id, now).await.ok(),
        Some(false)
    );
    let nothing = SessionId::new(scene.id());
    assert_eq!(sessions.end(nothing, alice.id, now).await.ok(), Some(false));
    assert_eq!(
        sessions.end(session.id, alice.id, now).await.ok(),
        Some(true)
    );
    assert_eq!(
        sessions.end(session.id, alice.id, now).await.ok(),
        Some(false)
    );
    work.commit().await.expect("commit");
    let noted = scene.adapter.ledger.ended_since(now).await;
    assert_eq!(noted.expect("ledger"), [(session.id, now)]);
}

pub async fn ending_all_spares_one_and_names_the_rest(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let spared = open(scene, &alice, "one").await;
    let mut expected = Vec::new();
    for name in ["two", "three"] {
        expected.push(open(scene, &alice, name).await.id);
    }
    let foreign = open(scene, &bob, "bob").await;
    let now = scene.now();
    let mut work = scene.begin().await;
    let ended = work
        .sessions()
        .end_all(alice.id, Some(spared.id), now)
        .await;
    work.commit().await.expect("commit");
    let mut ended = ended.expect("end all");
    ended.sort();
    expected.sort();
    assert_eq!(ended, expected);
    assert_eq!(ids_of(scene, &alice).await, [spared.id]);
    assert!(is_live(scene, &foreign).await);
    let noted = scene.adapter.ledger.ended_since(now).await.expect("ledger");
    let mut noted: Vec<_> = noted.into_iter().map(|(id, at)| (id, at == now)).collect();
    noted.sort();
    assert_eq!(noted, [(expected[0], true), (expected[1], true)]);
}

pub async fn ending_all_without_any_names_none(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut work = scene.begin().await;
    let ended = work.sessions().end_all(alice.id, None, scene.now()).await;
    assert_eq!(ended.expect("end all"), []);
}

pub async fn the_ledger_tells_only_what_ended_since(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut notes = Vec::new();
    for name in ["one", "two"] {
        let session = open(scene, &alice, name).await;
        let now = scene.now();
        let mut work = scene.begin().await;
        work.sessions()
            .end(session.id, alice.id, now)
            .await
            .expect("end");
        work.commit().await.expect("commit");
        notes.push((session.id, now));
    }
    let ledger = &scene.adapter.ledger;
    assert_eq!(
        ledger.ended_since(notes[1].1).await.expect("ledger"),
        [notes[1]]
    );
    assert_eq!(ledger.ended_since(scene.now()).await.expect("ledger"), []);
    let mut all = ledger.ended_since(notes[0].1).await.expect("ledger");
    all.sort_by_key(|note| note.1);
    assert_eq!(all, notes);
}

pub async fn an_end_that_is_dropped_is_not_noted(scene: &Scene) {
    let alice = scene.register("alice").await;
    let session = open(scene, &alice, "one").await;
    let now = scene.now();
    let mut work = scene.begin().await;
    work.sessions()
        .end(session.id, alice.id, now)
        .await
        .expect("end");
    drop(work);
    assert!(is_live(scene, &session).await);
    assert_eq!(
        scene.adapter.ledger.ended_since(now).await.expect("ledger"),
        []
    );
}

pub async fn sessions_are_listed_newest_first_without_the_expired(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    open(scene, &alice, "expired").await;
    scene.clock.advance(SESSION_LIFETIME);
    let mut expected = Vec::new();
    for name in ["a", "b", "c", "d", "e"] {
        let mut session = open(scene, &alice, name).await;
        rotate(scene, &mut session, name, &format!("{name} next")).await;
        expected.insert(
            0,
            SessionView {
                id: session.id,
                user_agent: session.user_agent,
                created_at: session.created_at,
                last_used_at: session.last_used_at,
                expires_at: session.expires_at,
            },
        );
    }
    open(scene, &bob, "bob").await;
    let now = scene.now();
    for rows in [1, 2, 5] {
        let listed = walk(rows, async |request| {
            let page = scene
                .adapter
                .accounts
                .sessions(alice.id, &request, now)
                .await;
            page.expect("sessions").value
        });
        assert_eq!(listed.await, expected);
    }
}
