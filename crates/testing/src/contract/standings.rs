//! Roles and suspensions, and the notes by which replicas learn of them.

use std::time::Duration;

use thoughts_domain::accounts::ContentRemoval::{Anonymise, Delete};
use thoughts_domain::accounts::{ProfileChange, Role, Session, Standing, User};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{Login, StandingNote, TokenHash};

use super::Scene;
use crate::builders::bio;

const SUSPENDED: Standing = Standing {
    role: Role::User,
    suspended: true,
};

async fn open(scene: &Scene, user: &User) -> SessionId {
    let id = SessionId::new(scene.id());
    let session = Session::open(id, user.id, None, scene.now());
    let token = TokenHash(crate::digest::digest("token", id.as_str().as_bytes()));
    let mut work = scene.begin().await;
    work.sessions().open(&session, &token).await.expect("open");
    work.commit().await.expect("commit");
    id
}

async fn told(scene: &Scene, user: UserId, session: Option<SessionId>) -> Option<Standing> {
    let standing = scene.adapter.ledger.standing(user, session).await;
    standing.expect("ledger")
}

async fn noted(scene: &Scene, since: Timestamp) -> Vec<StandingNote> {
    let notes = scene.adapter.ledger.noted_since(since).await;
    notes.expect("ledger")
}

/// What login, owner, writers and the ledger are told of him, which must be one thing.
async fn everywhere(scene: &Scene, user: &User) -> (Standing, Option<Timestamp>) {
    let login = Login::Handle(user.handle.clone());
    let found = scene.adapter.accounts.credentials(&login).await;
    let at_login = found.expect("read").expect("credentials").standing;
    let own = scene.adapter.accounts.own_account(user.id).await;
    let own = own.expect("read").value.expect("an account");
    let mut work = scene.begin().await;
    let users = work.users();
    let locked = users.lock(user.id).await.expect("lock").expect("a user");
    let by_handle = users.lock_by_handle(&user.handle).await.expect("lock");
    assert_eq!(by_handle.as_ref(), Some(&locked));
    let view = users.view(user.id).await.expect("view").expect("a view");
    assert_eq!(view, own);
    assert_eq!(
        [own.standing(), locked.standing()],
        [at_login, at_login],
        "the same for all"
    );
    assert_eq!(told(scene, user.id, None).await, Some(at_login));
    assert_eq!(own.suspended_at, locked.suspended_at);
    assert_eq!(own.profile.version, locked.version);
    (at_login, own.suspended_at)
}

pub async fn a_role_is_written_and_read_everywhere(scene: &Scene) {
    let alice = scene.register("alice").await;
    for role in [Role::Operator, Role::Moderator, Role::User] {
        scene.give_role(&alice, role).await;
        let seen = everywhere(scene, &alice).await;
        assert_eq!(seen, (Standing::of(role), None));
    }
}

pub async fn a_suspension_is_written_read_and_lifted_everywhere(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let at = scene.suspend(&alice).await;
    assert_eq!(everywhere(scene, &alice).await, (SUSPENDED, Some(at)));
    assert_eq!(everywhere(scene, &bob).await, (Standing::default(), None));
    let shown = scene.profile(alice.id).await.expect("still public");
    assert_eq!(shown.version, 2);
    scene
        .change_standing(&alice, scene.now(), |user| {
            user.unsuspend(None).expect("an end");
        })
        .await;
    assert_eq!(everywhere(scene, &alice).await, (Standing::default(), None));
}

pub async fn a_profile_and_a_standing_leave_each_other_alone(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    let change = ProfileChange {
        bio: Some(bio("new words")),
        ..ProfileChange::default()
    };
    alice.change_profile(change).expect("a change");
    scene.give_role(&alice, Role::Moderator).await;
    let at = scene.suspend(&alice).await;
    // This copy of her knows nothing of role and suspension.
    let mut work = scene.begin().await;
    work.users().update_profile(&alice).await.expect("update");
    work.commit().await.expect("commit");
    let standing = Standing {
        role: Role::Moderator,
        suspended: true,
    };
    assert_eq!(everywhere(scene, &alice).await, (standing, Some(at)));
    scene.give_role(&alice, Role::User).await;
    let shown = scene.profile(alice.id).await.expect("a profile");
    assert_eq!(shown.bio, "new words");
}

pub async fn a_standing_is_told_of_users_and_their_own_sessions_alone(scene: &Scene) {
    let (alice, bob) = (scene.register("alice").await, scene.register("bob").await);
    let session = open(scene, &alice).await;
    let here = Some(Standing::default());
    assert_eq!(told(scene, alice.id, None).await, here);
    assert_eq!(told(scene, alice.id, Some(session)).await, here);
    assert_eq!(told(scene, bob.id, Some(session)).await, None);
    let nothing = SessionId::new(scene.id());
    assert_eq!(told(scene, alice.id, Some(nothing)).await, None);
    let nobody = UserId::new(scene.id());
    assert_eq!(told(scene, nobody, None).await, None);
}

pub async fn every_change_is_noted_once_with_what_holds_now(scene: &Scene) {
    let start = scene.now();
    let (alice, bob) = (scene.register("alice").await, scene.register("bob").await);
    assert_eq!(noted(scene, start).await, []);
    scene.give_role(&alice, Role::Operator).await;
    let between = scene.now();
    let bobs = scene.suspend(&bob).await;
    let his = StandingNote {
        user_id: bob.id,
        standing: Some(SUSPENDED),
        at: bobs,
    };
    assert_eq!(noted(scene, between).await, [his]);
    assert_eq!(noted(scene, bobs).await, [his]);
    scene.give_role(&alice, Role::Moderator).await;
    let notes = noted(scene, start).await;
    assert_eq!(notes.len(), 2, "{notes:?}");
    let hers = notes.iter().find(|note| note.user_id == alice.id);
    let hers = hers.expect("a note");
    assert_eq!(hers.standing, Some(Standing::of(Role::Moderator)));
    assert!(hers.at > bobs);
    assert_eq!(noted(scene, scene.now()).await, []);
}

pub async fn an_erased_user_is_noted_as_gone(scene: &Scene) {
    let start = scene.now();
    for content in [Delete, Anonymise] {
        let alice = scene.register("alice").await;
        scene.suspend(&alice).await;
        scene.erase(&alice, content).await;
        let notes = noted(scene, start).await;
        let hers = notes.iter().find(|note| note.user_id == alice.id);
        assert_eq!(hers.map(|note| note.standing), Some(None), "{content:?}");
        assert_eq!(told(scene, alice.id, None).await, None);
    }
}

pub async fn a_change_that_is_dropped_is_not_noted(scene: &Scene) {
    let alice = scene.register("alice").await;
    let now = scene.now();
    let mut work = scene.begin().await;
    let mut user = work
        .users()
        .lock(alice.id)
        .await
        .expect("lock")
        .expect("a user");
    user.suspend(None, now).expect("a suspension");
    work.users()
        .update_standing(&user, now)
        .await
        .expect("update");
    drop(work);
    assert_eq!(noted(scene, now).await, []);
    assert_eq!(everywhere(scene, &alice).await, (Standing::default(), None));
}

pub async fn a_note_never_becomes_older(scene: &Scene) {
    let alice = scene.register("alice").await;
    let early = scene.now();
    scene.clock.advance(Duration::from_secs(9));
    let late = scene.suspend(&alice).await;
    // A replica whose clock is behind.
    scene
        .change_standing(&alice, early, |user| user.role = Role::Moderator)
        .await;
    let notes = noted(scene, late).await;
    let standing = Standing {
        role: Role::Moderator,
        suspended: true,
    };
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].standing, notes[0].at), (Some(standing), late));
}
