//! Stored passwords within a unit of work.

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::PasswordHash;

use super::Scene;

fn hash(text: &str) -> PasswordHash {
    PasswordHash::new(text.to_owned())
}

async fn stored(scene: &Scene, user: &User) -> Option<PasswordHash> {
    let stored = scene.adapter.accounts.password(user.id).await;
    stored.expect("password")
}

async fn replace(scene: &Scene, user: UserId, present: &str, next: &str) -> bool {
    let mut work = scene.begin().await;
    work.users().lock(user).await.expect("lock");
    let replaced = work
        .passwords()
        .replace(user, &hash(present), &hash(next))
        .await
        .expect("replace");
    work.commit().await.expect("commit");
    replaced
}

async fn set(scene: &Scene, user: UserId, next: &str) -> bool {
    let mut work = scene.begin().await;
    let set = work.passwords().set(user, &hash(next)).await;
    work.commit().await.expect("commit");
    set.expect("set")
}

pub async fn a_password_is_replaced_when_it_is_the_present_one(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    assert_eq!(stored(scene, &alice).await, Some(hash("$hash-of-alice")));
    assert!(!replace(scene, alice.id, "$hash-of-bob", "$stolen").await);
    assert_eq!(stored(scene, &alice).await, Some(hash("$hash-of-alice")));
    assert!(replace(scene, alice.id, "$hash-of-alice", "$next").await);
    assert_eq!(stored(scene, &alice).await, Some(hash("$next")));
    assert_eq!(stored(scene, &bob).await, Some(hash("$hash-of-bob")));
}

pub async fn a_password_is_set_whatever_it_is(scene: &Scene) {
    let alice = scene.register("alice").await;
    assert!(set(scene, alice.id, "$next").await);
    assert_eq!(stored(scene, &alice).await, Some(hash("$next")));
}

pub async fn who_is_not_there_or_erased_has_no_password(scene: &Scene) {
    let nobody = UserId::new(scene.id());
    assert!(!set(scene, nobody, "$next").await);
    for (handle, content) in [
        ("alice", ContentRemoval::Anonymise),
        ("bob", ContentRemoval::Delete),
    ] {
        let user = scene.register(handle).await;
        scene.erase(&user, content).await;
        assert_eq!(stored(scene, &user).await, None);
        assert!(!set(scene, user.id, "$next").await);
    }
}

pub async fn a_user_is_held_only_with_his_present_password(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut work = scene.begin().await;
    let passwords = work.passwords();
    let hold = passwords.hold(alice.id, &hash("$hash-of-alice")).await;
    assert_eq!(hold.ok(), Some(true));
    let other = passwords.hold(alice.id, &hash("$another")).await;
    assert_eq!(other.ok(), Some(false));
    drop(work);
    scene.erase(&alice, ContentRemoval::Anonymise).await;
    let mut work = scene.begin().await;
    let old = hash("$hash-of-alice");
    let gone = work.passwords().hold(alice.id, &old).await;
    assert_eq!(gone.ok(), Some(false));
}

/// A login that compared the old password opens no session that outlives its replacement,
/// whichever of the two comes first.
pub async fn a_session_of_the_old_password_never_outlives_its_replacement(scene: &Scene) {
    for round in 0..10 {
        let user = scene.register(&format!("user_{round}")).await;
        let old = hash(&format!("$hash-of-user_{round}"));
        let logging_in = async {
            let mut work = scene.begin().await;
            let held = work.passwords().hold(user.id, &old).await.expect("hold");
            if held {
                scene.open_session(&mut *work, &user).await;
            }
            work.commit().await.expect("commit");
        };
        let replacing = async {
            let mut work = scene.begin().await;
            work.users().lock(user.id).await.expect("lock");
            let next = hash("$next");
            let replaced = work.passwords().replace(user.id, &old, &next).await;
            assert_eq!(replaced.ok(), Some(true));
            let now = scene.now();
            let ended = work.sessions().end_all(user.id, None, now).await;
            ended.expect("end all");
            work.commit().await.expect("commit");
        };
        tokio::join!(logging_in, replacing);
        assert_eq!(scene.sessions_of(&user).await, 0, "round {round}");
    }
}
