//! Changing handles, and verified addresses.

use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, HANDLE_RESERVATION, Handle, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{PasswordHash, UserInsertion};

use super::Scene;
use crate::builders::{a_user, handle};

async fn rename(scene: &Scene, user: &User, from: &str, to: &str) -> bool {
    rename_at(scene, user, from, to, scene.now()).await
}

async fn rename_at(scene: &Scene, user: &User, from: &str, to: &str, now: Timestamp) -> bool {
    let mut work = scene.begin().await;
    work.users().lock(user.id).await.expect("lock");
    let renamed = work
        .users()
        .rename(user.id, &handle(from), &handle(to), now)
        .await
        .expect("rename");
    work.commit().await.expect("commit");
    renamed
}

async fn renamed(scene: &Scene, former: &str, now: Timestamp) -> Option<Handle> {
    let found = scene
        .adapter
        .accounts
        .renamed(&handle(former), None, now)
        .await;
    found.expect("renamed")
}

async fn leads_to(scene: &Scene, former: &str) -> Option<String> {
    let found = renamed(scene, former, scene.now()).await;
    found.map(|handle| handle.as_str().to_owned())
}

async fn insert(scene: &Scene, name: &str, at: Timestamp) -> UserInsertion {
    let address = format!("{}@example.org", scene.id());
    let user = a_user(name).email(&address).at(at);
    let user = user.build(&scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let hash = PasswordHash::new("$stored".to_owned());
    let said = work
        .users()
        .insert(&user, Some(hash))
        .await
        .expect("insert");
    work.commit().await.expect("commit");
    said
}

async fn resolved(scene: &Scene, asked: &[&str], now: Timestamp) -> Vec<String> {
    let asked: Vec<String> = asked.iter().map(|&name| name.to_owned()).collect();
    let (author, mut work) = (UserId::new(scene.id()), scene.begin().await);
    let found = work.users().resolve_handles(&asked, author, now).await;
    let found = found.expect("resolve").into_iter();
    found.map(|m| m.handle.as_str().to_owned()).collect()
}

pub async fn a_renamed_user_is_found_by_the_new_handle_and_led_to_from_the_old(scene: &Scene) {
    let alice = scene.register("alice").await;
    assert_eq!(leads_to(scene, "alice").await, None);
    assert!(rename(scene, &alice, "alice", "alicia").await);
    let shown = scene.profile(alice.id).await.expect("alice").summary.handle;
    assert_eq!(shown, "alicia");
    let accounts = &scene.adapter.accounts;
    let old = accounts.profile_by_handle(&handle("alice"), None).await;
    assert_eq!(old.expect("read").value, None);
    let new = accounts.profile_by_handle(&handle("alicia"), None).await;
    assert_eq!(
        new.expect("read").value.map(|u| u.summary.id),
        Some(alice.id)
    );
    assert_eq!(leads_to(scene, "alice").await.as_deref(), Some("alicia"));
    // A second change leads on from both.
    assert!(rename(scene, &alice, "alicia", "ally").await);
    for former in ["alice", "alicia"] {
        assert_eq!(leads_to(scene, former).await.as_deref(), Some("ally"));
    }
    assert_eq!(leads_to(scene, "ally").await, None);
}

pub async fn a_former_handle_is_kept_for_its_time_and_for_its_owner_alone(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let now = scene.now();
    assert!(rename_at(scene, &alice, "alice", "alicia", now).await);
    let end = now.plus(HANDLE_RESERVATION);
    let last = end.minus(Duration::from_micros(1));
    assert_eq!(
        insert(scene, "alice", last).await,
        UserInsertion::HandleTaken
    );
    assert!(!rename_at(scene, &bob, "bob", "alice", last).await);
    assert!(renamed(scene, "alice", last).await.is_some());
    assert_eq!(renamed(scene, "alice", end).await, None);
    assert_eq!(insert(scene, "alice", end).await, UserInsertion::Inserted);
    let found = scene
        .adapter
        .accounts
        .profile_by_handle(&handle("alice"), None)
        .await;
    assert!(
        found
            .expect("read")
            .value
            .is_some_and(|u| u.summary.id != alice.id)
    );
}

pub async fn a_refused_change_leaves_the_work_usable(scene: &Scene) {
    let alice = scene.register("alice").await;
    scene.register("bob").await;
    let mut work = scene.begin().await;
    let users = work.users();
    let mut to = async |name: &str| {
        let now = scene.now();
        let name = handle(name);
        let renamed = users.rename(alice.id, &alice.handle, &name, now).await;
        renamed.expect("rename")
    };
    assert!(!to("bob").await);
    assert!(to("alicia").await);
    work.commit().await.expect("commit");
    assert_eq!(leads_to(scene, "alice").await.as_deref(), Some("alicia"));
}

pub async fn the_owner_may_have_a_former_handle_back(scene: &Scene) {
    let alice = scene.register("alice").await;
    assert!(rename(scene, &alice, "alice", "alicia").await);
    assert!(rename(scene, &alice, "alicia", "alice").await);
    assert_eq!(leads_to(scene, "alice").await, None);
    assert_eq!(leads_to(scene, "alicia").await.as_deref(), Some("alice"));
    let now = scene.now();
    assert_eq!(
        insert(scene, "alicia", now).await,
        UserInsertion::HandleTaken
    );
}

pub async fn a_mention_of_a_former_handle_is_of_its_owner(scene: &Scene) {
    let alice = scene.register("alice").await;
    scene.register("bob").await;
    let now = scene.now();
    assert!(rename_at(scene, &alice, "alice", "alicia", now).await);
    let asked = ["bob", "alice", "nobody"];
    assert_eq!(resolved(scene, &asked, now).await, ["bob", "alicia"]);
    let both = ["alice", "bob", "alicia"];
    assert_eq!(resolved(scene, &both, now).await, ["alicia", "bob"]);
    let end = now.plus(HANDLE_RESERVATION);
    assert_eq!(resolved(scene, &asked, end).await, ["bob"]);
    let asked = ["alice", "nobody", "alicia"].map(str::to_owned);
    for (moment, expected) in [(now, vec!["alice", "alicia"]), (end, vec!["alicia"])] {
        let mut work = scene.begin().await;
        let owners = work.users().owners_of_handles(&asked, moment).await;
        let mut owners = owners.expect("owners");
        owners.sort();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|handle| (handle.to_owned(), alice.id))
            .collect();
        assert_eq!(owners, expected);
    }
}

pub async fn former_handles_go_with_the_account(scene: &Scene) {
    for content in [ContentRemoval::Anonymise, ContentRemoval::Delete] {
        let alice = scene.register("alice").await;
        assert!(rename(scene, &alice, "alice", "alicia").await);
        scene.erase(&alice, content).await;
        assert_eq!(leads_to(scene, "alice").await, None);
        assert!(
            resolved(scene, &["alice", "alicia"], scene.now())
                .await
                .is_empty()
        );
    }
    let now = scene.now();
    for name in ["alice", "alicia"] {
        assert_eq!(insert(scene, name, now).await, UserInsertion::Inserted);
    }
}

pub async fn of_two_who_want_a_handle_that_is_given_up_nobody_gets_it(scene: &Scene) {
    for round in 0..5 {
        let (old, new) = (format!("old_{round}"), format!("new_{round}"));
        let user = scene.register(&old).await;
        let other = scene.register(&format!("other_{round}")).await;
        let registering = insert(scene, &old, scene.now());
        let taking = rename(scene, &other, other.handle.as_str(), &old);
        let giving = rename(scene, &user, &old, &new);
        let (said, taken, given) = tokio::join!(registering, taking, giving);
        assert_eq!(
            (said, taken, given),
            (UserInsertion::HandleTaken, false, true)
        );
    }
}

pub async fn of_two_who_change_to_one_handle_at_once_one_gets_it(scene: &Scene) {
    for round in 0..5 {
        let one = scene.register(&format!("one_{round}")).await;
        let two = scene.register(&format!("two_{round}")).await;
        let wanted = format!("wanted_{round}");
        let (first, second) = tokio::join!(
            rename(scene, &one, one.handle.as_str(), &wanted),
            rename(scene, &two, two.handle.as_str(), &wanted)
        );
        assert!(first != second, "round {round}: {first} {second}");
    }
}

pub async fn a_verified_address_is_seen_by_its_owner_and_by_lock(scene: &Scene) {
    let alice = scene.register("alice").await;
    let verified = async || {
        let own = scene.adapter.accounts.own_account(alice.id).await;
        own.expect("own").value.expect("alice").email_verified
    };
    assert!(!verified().await);
    let now = scene.now();
    let mut work = scene.begin().await;
    work.users()
        .verify_email(alice.id, now)
        .await
        .expect("verify");
    work.commit().await.expect("commit");
    assert!(verified().await);
    let mut work = scene.begin().await;
    let locked = work.users().lock(alice.id).await.expect("lock");
    let locked = locked.expect("alice");
    assert_eq!(locked.email_verified_at, Some(now));
    // A profile that is written does not take it away, nor does it change the handle.
    let stale = User {
        email_verified_at: None,
        handle: handle("somebody"),
        version: 2,
        ..locked
    };
    work.users().update_profile(&stale).await.expect("update");
    let view = work
        .users()
        .view(alice.id)
        .await
        .expect("view")
        .expect("alice");
    assert!(view.email_verified);
    assert_eq!(view.profile.summary.handle, "alice");
}
