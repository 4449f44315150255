//! Users within a unit of work, and the reads of accounts.

use thoughts_domain::accounts::{Language, ProfileChange, Settings, Standing};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{Login, OwnAccountView, PasswordHash, UserInsertion};

use super::Scene;
use super::walk::walk;
use crate::builders::{a_user, avatar_url, bio, display_name, email, handle};

fn hash() -> PasswordHash {
    PasswordHash::new("$stored".to_owned())
}

pub async fn a_new_user_reads_back_as_written(scene: &Scene) {
    let alice = scene.register("alice").await;
    let expected = OwnAccountView::of_new(&alice);
    let own = scene.adapter.accounts.own_account(alice.id).await;
    assert_eq!(own.expect("own").value, Some(expected.clone()));
    assert_eq!(
        scene.profile(alice.id).await,
        Some(expected.profile.clone())
    );
    let found = scene
        .adapter
        .accounts
        .profile_by_handle(&alice.handle, None)
        .await;
    assert_eq!(found.expect("by handle").value, Some(expected.profile));
    let mut work = scene.begin().await;
    assert_eq!(
        work.users().lock(alice.id).await.expect("lock"),
        Some(alice)
    );
}

pub async fn nobody_is_found_who_is_not_there(scene: &Scene) {
    let nobody = UserId::new(scene.id());
    let accounts = &scene.adapter.accounts;
    assert_eq!(
        accounts.profile(nobody, None).await.expect("read").value,
        None
    );
    assert_eq!(
        accounts.own_account(nobody).await.expect("read").value,
        None
    );
    let found = accounts.profile_by_handle(&handle("nobody"), None).await;
    assert_eq!(found.expect("read").value, None);
    let mut work = scene.begin().await;
    let users = work.users();
    assert_eq!(users.lock(nobody).await.expect("lock"), None);
    assert_eq!(
        users.lock_by_handle(&handle("nobody")).await.expect("lock"),
        None
    );
    assert_eq!(users.hold(nobody).await.ok(), Some(false));
    assert_eq!(users.view(nobody).await.expect("view"), None);
}

pub async fn a_taken_handle_is_said_and_leaves_the_work_usable(scene: &Scene) {
    scene.register("alice").await;
    let other = a_user("alice").email("other@example.org");
    let other = other.build(&scene.ids, &scene.clock);
    let carol = a_user("carol").build(&scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let users = work.users();
    assert_eq!(
        users.insert(&other, Some(hash())).await.ok(),
        Some(UserInsertion::HandleTaken)
    );
    assert_eq!(
        users.insert(&carol, Some(hash())).await.ok(),
        Some(UserInsertion::Inserted)
    );
    work.commit().await.expect("commit");
    assert_eq!(scene.profile(other.id).await, None);
    assert!(scene.profile(carol.id).await.is_some());
}

pub async fn a_taken_address_is_said_and_leaves_the_work_usable(scene: &Scene) {
    scene.register("alice").await;
    let other = a_user("other").email("alice@example.org");
    let other = other.build(&scene.ids, &scene.clock);
    let carol = a_user("carol").build(&scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let users = work.users();
    assert_eq!(
        users.insert(&other, Some(hash())).await.ok(),
        Some(UserInsertion::EmailTaken)
    );
    assert_eq!(
        users.insert(&carol, Some(hash())).await.ok(),
        Some(UserInsertion::Inserted)
    );
    work.commit().await.expect("commit");
    assert_eq!(scene.profile(other.id).await, None);
    assert!(scene.profile(carol.id).await.is_some());
}

pub async fn the_handle_is_said_first_when_both_are_taken(scene: &Scene) {
    scene.register("alice").await;
    scene.register("bob").await;
    let both = a_user("alice")
        .email("bob@example.org")
        .build(&scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let said = work.users().insert(&both, Some(hash())).await;
    assert_eq!(said.ok(), Some(UserInsertion::HandleTaken));
}

pub async fn of_two_who_want_one_handle_at_once_one_gets_it(scene: &Scene) {
    let register = async |address: &str| {
        let user = a_user("wanted")
            .email(address)
            .build(&scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let said = work
            .users()
            .insert(&user, Some(hash()))
            .await
            .expect("insert");
        work.commit().await.expect("commit");
        said
    };
    let (one, two) = tokio::join!(register("one@example.org"), register("two@example.org"));
    let mut said = [one, two];
    said.sort_by_key(|s| *s != UserInsertion::Inserted);
    assert_eq!(said, [UserInsertion::Inserted, UserInsertion::HandleTaken]);
}

pub async fn a_changed_profile_reads_back_whole(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    scene.publish(&alice, "counts stay").await;
    let change = ProfileChange {
        handle: None,
        display_name: Some(display_name("Алиса 🦀")),
        bio: Some(bio(
            "first line\nsecond \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
        )),
        avatar_url: Some(Some(avatar_url("https://cdn.example.org/a.png?x=%C3%A9"))),
        settings: Some(Settings {
            language: Language::Pt,
        }),
    };
    let event = alice.change_profile(change);
    assert!(event.is_some());
    let mut work = scene.begin().await;
    work.users().lock(alice.id).await.expect("lock");
    work.users().update_profile(&alice).await.expect("update");
    let seen = work
        .users()
        .view(alice.id)
        .await
        .expect("view")
        .expect("alice");
    work.commit().await.expect("commit");
    let mut expected = OwnAccountView::of_new(&alice);
    expected.profile.post_count = 1;
    assert_eq!(seen, expected);
    let own = scene.adapter.accounts.own_account(alice.id).await;
    assert_eq!(own.expect("own").value, Some(expected));
}

pub async fn an_avatar_can_be_cleared(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    for avatar in [Some(avatar_url("https://example.org/a")), None] {
        alice.avatar_url.clone_from(&avatar);
        alice.version += 1;
        let mut work = scene.begin().await;
        work.users().update_profile(&alice).await.expect("update");
        work.commit().await.expect("commit");
        let shown = scene
            .profile(alice.id)
            .await
            .expect("alice")
            .summary
            .avatar_url;
        assert_eq!(shown, avatar.map(|url| url.as_str().to_owned()));
    }
}

pub async fn credentials_are_found_by_handle_and_by_address(scene: &Scene) {
    let alice = scene.register("alice").await;
    scene.register("bob").await;
    for login in [
        Login::Handle(alice.handle.clone()),
        Login::Email(alice.email.clone().expect("an address")),
    ] {
        let found = scene
            .adapter
            .accounts
            .credentials(&login)
            .await
            .expect("read");
        let found = found.expect("credentials");
        assert_eq!(
            (found.user_id, found.standing),
            (alice.id, Standing::default())
        );
        assert_eq!(
            found.password,
            Some(PasswordHash::new("$hash-of-alice".to_owned()))
        );
    }
    for login in [
        Login::Handle(handle("eve")),
        Login::Email(email("eve@example.org")),
    ] {
        let found = scene.adapter.accounts.credentials(&login).await;
        assert_eq!(found.expect("read"), None);
    }
}

pub async fn handles_are_resolved_in_the_order_asked(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let carol = scene.register("carol").await;
    let asked = ["carol", "nobody", "alice", "bob"].map(str::to_owned);
    let mut work = scene.begin().await;
    let found = work
        .users()
        .resolve_handles(&asked, alice.id, scene.now())
        .await
        .expect("resolve");
    let found: Vec<_> = found.into_iter().map(|m| (m.id, m.handle)).collect();
    let expected = [&carol, &alice, &bob].map(|u| (u.id, u.handle.clone()));
    assert_eq!(found, expected);
    assert_eq!(
        work.users()
            .resolve_handles(&[], alice.id, scene.now())
            .await
            .expect("none"),
        []
    );
}

pub async fn a_user_can_be_held(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut work = scene.begin().await;
    assert_eq!(work.users().hold(alice.id).await.ok(), Some(true));
}

pub async fn profiles_are_listed_newest_first_with_ties_broken_by_id(scene: &Scene) {
    let moment = scene.now();
    let mut users = Vec::new();
    for number in 0..9 {
        let at = if number < 5 { moment } else { scene.now() };
        let user = a_user(&format!("user_{number}")).at(at);
        let user = user.build(&scene.ids, &scene.clock);
        scene.insert_user(&user).await;
        users.push(user);
    }
    users.sort_by_key(|u| std::cmp::Reverse((u.created_at, u.id)));
    let expected: Vec<_> = users.iter().map(|u| u.id).collect();
    for rows in [1, 3, 4, 9, 10] {
        let listed = walk(rows, async |request| {
            let page = scene.adapter.accounts.profiles(None, &request).await;
            page.expect("profiles").value
        });
        let listed: Vec<_> = listed.await.iter().map(|u| u.summary.id).collect();
        assert_eq!(listed, expected, "{rows} rows a page");
    }
}
