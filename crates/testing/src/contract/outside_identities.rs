//! Users whom an outside provider vouches for.

use thoughts_domain::accounts::ContentRemoval::{self, Anonymise, Delete};
use thoughts_domain::accounts::{OutsideIdentity, Role, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    ErasedName, Login, OutsideAccount, OutsideUser, OwnAccountView, UserInsertion,
};

use super::Scene;
use crate::builders::{a_user, display_name, handle};

const ISSUER: &str = "https://id.example.org/realms/thoughts";

/// Somebody at one provider.
pub(super) fn identity(subject: &str) -> OutsideIdentity {
    OutsideIdentity::parse(ISSUER, subject).expect("an identity")
}

/// Links in a unit of work of its own.
pub(super) async fn link(scene: &Scene, identity: &OutsideIdentity, user: &User) -> bool {
    link_by_token_of(scene, identity, user, scene.now()).await
}

async fn link_by_token_of(
    scene: &Scene,
    identity: &OutsideIdentity,
    user: &User,
    issued_after: Timestamp,
) -> bool {
    let mut work = scene.begin().await;
    let linked = work
        .identities()
        .link(identity, user.id, issued_after, scene.now())
        .await
        .expect("link");
    work.commit().await.expect("commit");
    linked
}

/// What stands behind an identity.
pub(super) async fn account_of(scene: &Scene, identity: &OutsideIdentity) -> OutsideAccount {
    let found = scene.adapter.accounts.outside_account(identity).await;
    found.expect("read")
}

/// Erases a user with all content.
pub(super) async fn erase(scene: &Scene, user: &User) {
    erase_as(scene, user.id, Delete).await;
}

async fn erase_as(scene: &Scene, user: UserId, content: ContentRemoval) -> Timestamp {
    let name = ErasedName {
        handle: handle(&format!("deleted_{}", &user.as_str()[..16])),
        display_name: display_name("Deleted account"),
    };
    let now = scene.now();
    let mut work = scene.begin().await;
    work.users().lock(user).await.expect("lock");
    work.users().erase(user, &name, now).await.expect("erase");
    if content == Delete {
        work.users().remove(user).await.expect("remove");
    }
    work.commit().await.expect("commit");
    now
}

fn known(user: &User) -> OutsideAccount {
    OutsideAccount::Known(OutsideUser {
        user_id: user.id,
        standing: user.standing(),
    })
}

async fn provision(scene: &Scene, name: &str) -> User {
    let (user, _) = User::provision(
        UserId::new(scene.id()),
        handle(name),
        display_name(name),
        None,
        scene.now(),
    );
    let mut work = scene.begin().await;
    let inserted = work.users().insert(&user, None).await;
    assert_eq!(inserted.ok(), Some(UserInsertion::Inserted));
    work.commit().await.expect("commit");
    user
}

pub async fn an_account_without_password_and_address_reads_back(scene: &Scene) {
    let alice = provision(scene, "alice").await;
    let own = scene.adapter.accounts.own_account(alice.id).await;
    let own = own.expect("read").value.expect("alice");
    assert_eq!(own, OwnAccountView::of_new(&alice));
    assert_eq!(own.email, None);
    let login = Login::Handle(alice.handle.clone());
    let found = scene.adapter.accounts.credentials(&login).await;
    let found = found.expect("read").expect("credentials");
    assert_eq!((found.user_id, found.password), (alice.id, None));
    let mut work = scene.begin().await;
    let locked = work.users().lock(alice.id).await.expect("lock");
    assert_eq!(locked, Some(alice));
}

pub async fn two_accounts_may_have_no_address(scene: &Scene) {
    let alice = provision(scene, "alice").await;
    let bob = provision(scene, "bob").await;
    assert!(scene.profile(alice.id).await.is_some());
    assert!(scene.profile(bob.id).await.is_some());
    erase(scene, &alice).await;
    erase_as(scene, bob.id, Anonymise).await;
    assert_eq!(scene.profile(bob.id).await, None);
}

pub async fn nobody_has_an_identity_that_was_never_linked(scene: &Scene) {
    let found = account_of(scene, &identity("nobody")).await;
    assert_eq!(found, OutsideAccount::Unknown);
}

pub async fn a_linked_identity_leads_to_its_user_and_present_standing(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    assert!(link(scene, &identity("a"), &alice).await);
    assert!(link(scene, &identity("b"), &bob).await);
    assert_eq!(account_of(scene, &identity("a")).await, known(&alice));
    scene.give_role(&alice, Role::Moderator).await;
    let at = scene.suspend(&alice).await;
    (alice.role, alice.suspended_at) = (Role::Moderator, Some(at));
    assert_eq!(account_of(scene, &identity("a")).await, known(&alice));
    assert_eq!(account_of(scene, &identity("b")).await, known(&bob));
}

pub async fn identities_differ_by_each_part_and_by_case(scene: &Scene) {
    let alice = scene.register("alice").await;
    assert!(link(scene, &identity("ab"), &alice).await);
    for (issuer, subject) in [
        (ISSUER, "aB"),
        (ISSUER, "a"),
        (ISSUER, "ab "),
        ("https://id.example.org/realms/other", "ab"),
        ("https://id.example.org/realms/thoughtsa", "b"),
    ] {
        let other = OutsideIdentity::parse(issuer, subject).expect("an identity");
        let found = account_of(scene, &other).await;
        assert_eq!(found, OutsideAccount::Unknown, "{issuer} {subject}");
    }
}

pub async fn an_identity_has_one_user(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    assert!(link(scene, &identity("a"), &alice).await);
    let mut work = scene.begin().await;
    let now = scene.now();
    let linked = work
        .identities()
        .link(&identity("a"), bob.id, now, now)
        .await;
    assert_eq!(linked.ok(), Some(false));
    let usable = work
        .identities()
        .link(&identity("b"), bob.id, now, now)
        .await;
    assert_eq!(usable.ok(), Some(true));
    work.commit().await.expect("commit");
    assert_eq!(account_of(scene, &identity("a")).await, known(&alice));
    assert_eq!(account_of(scene, &identity("b")).await, known(&bob));
}

pub async fn what_is_dropped_is_not_linked(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut work = scene.begin().await;
    let now = scene.now();
    let linked = work
        .identities()
        .link(&identity("a"), alice.id, now, now)
        .await;
    assert_eq!(linked.ok(), Some(true));
    drop(work);
    let found = account_of(scene, &identity("a")).await;
    assert_eq!(found, OutsideAccount::Unknown);
}

pub async fn of_two_who_are_linked_at_once_one_is(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let wanted = identity("wanted");
    let both = tokio::join!(link(scene, &wanted, &alice), link(scene, &wanted, &bob));
    let winner = match both {
        (true, false) => &alice,
        (false, true) => &bob,
        other => panic!("one of two, not {other:?}"),
    };
    assert_eq!(account_of(scene, &wanted).await, known(winner));
}

pub async fn an_erased_user_leaves_when_and_nothing_else(scene: &Scene) {
    for (name, content) in [("alice", Delete), ("bob", Anonymise)] {
        let user = a_user(name).build(&scene.ids, &scene.clock);
        scene.insert_user(&user).await;
        assert!(link(scene, &identity(name), &user).await);
        let erased_at = erase_as(scene, user.id, content).await;
        let found = account_of(scene, &identity(name)).await;
        assert_eq!(found, OutsideAccount::Erased(erased_at), "{content:?}");
    }
}

pub async fn an_erased_identity_is_linked_anew_by_a_later_token_alone(scene: &Scene) {
    let alice = scene.register("alice").await;
    let again = scene.register("again").await;
    let identity = identity("a");
    let before = scene.now();
    assert!(link(scene, &identity, &alice).await);
    let erased_at = erase_as(scene, alice.id, Delete).await;
    for early in [before, erased_at] {
        assert!(!link_by_token_of(scene, &identity, &again, early).await);
        let found = account_of(scene, &identity).await;
        assert_eq!(found, OutsideAccount::Erased(erased_at));
    }
    let later = scene.now();
    assert!(link_by_token_of(scene, &identity, &again, later).await);
    assert_eq!(account_of(scene, &identity).await, known(&again));
}
