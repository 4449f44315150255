//! Second factors and their recovery codes.

use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{ENROLMENT_LIFETIME, SecondFactor, TimeStep};
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::export::ExportedSecondFactor;
use thoughts_use_cases::second_factor::{
    SealedSecret, SealingKeyId, SecondFactorView, StoredSecondFactor,
};

use super::Scene;
use super::maintenance::POLICY;

fn secret(key: u8, text: &str) -> SealedSecret {
    SealedSecret {
        key: SealingKeyId([key; 8]),
        bytes: text.as_bytes().to_vec(),
    }
}

fn code(text: &str) -> TokenHash {
    TokenHash(crate::digest::digest("recovery code", text.as_bytes()))
}

fn step(number: u32) -> TimeStep {
    TimeStep::new(number)
}

async fn begin(scene: &Scene, user: &User, secret: SealedSecret) -> StoredSecondFactor {
    let begun = StoredSecondFactor {
        factor: SecondFactor::begin(user.id, scene.now()),
        secret,
    };
    let mut work = scene.begin().await;
    work.users().lock(user.id).await.expect("lock");
    let written = work.second_factors().begin(&begun).await;
    written.expect("begin");
    work.commit().await.expect("commit");
    begun
}

/// A second factor that is on, with these recovery codes.
async fn turned_on(scene: &Scene, user: &User, codes: &[&str]) -> StoredSecondFactor {
    let mut stored = begin(scene, user, secret(1, user.handle.as_str())).await;
    stored.factor.turn_on(step(5), user.version, scene.now());
    let codes: Vec<_> = codes.iter().map(|text| code(text)).collect();
    let mut work = scene.begin().await;
    let updated = work.second_factors().update(&stored.factor).await;
    updated.expect("update");
    let given = work.second_factors().replace_codes(user.id, &codes).await;
    given.expect("codes");
    work.commit().await.expect("commit");
    stored
}

async fn stored(scene: &Scene, user: &User) -> Option<StoredSecondFactor> {
    let mut work = scene.begin().await;
    let found = work.second_factors().lock(user.id).await;
    found.expect("lock")
}

async fn view(scene: &Scene, user: UserId) -> SecondFactorView {
    let found = scene.adapter.second_factors.second_factor(user).await;
    found.expect("a view").value
}

async fn use_code(scene: &Scene, user: &User, text: &str) -> Option<u32> {
    let mut work = scene.begin().await;
    work.second_factors().lock(user.id).await.expect("lock");
    let left = work.second_factors().use_code(user.id, &code(text)).await;
    work.commit().await.expect("commit");
    left.expect("use")
}

pub async fn nobody_has_one_at_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    assert_eq!(stored(scene, &alice).await, None);
    let off = SecondFactorView::default();
    assert_eq!(view(scene, alice.id).await, off);
    assert_eq!(view(scene, UserId::new(scene.id())).await, off);
    assert_eq!(use_code(scene, &alice, "one").await, None);
}

pub async fn one_that_was_begun_reads_back_and_is_off(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let begun = begin(scene, &alice, secret(7, "sealed \0 bytes")).await;
    assert_eq!(stored(scene, &alice).await, Some(begun));
    assert_eq!(stored(scene, &bob).await, None);
    assert_eq!(view(scene, alice.id).await, SecondFactorView::default());
}

pub async fn one_that_was_turned_on_reads_back(scene: &Scene) {
    let alice = scene.register("alice").await;
    let on = turned_on(scene, &alice, &["one", "two", "three"]).await;
    assert_eq!(stored(scene, &alice).await, Some(on.clone()));
    let seen = view(scene, alice.id).await;
    assert_eq!(seen.enabled_at, on.factor.enabled_at);
    assert_eq!(seen.recovery_codes_left, 3);
}

pub async fn beginning_anew_takes_everything_of_the_earlier_one(scene: &Scene) {
    let alice = scene.register("alice").await;
    turned_on(scene, &alice, &["one"]).await;
    let anew = begin(scene, &alice, secret(2, "another")).await;
    assert_eq!(stored(scene, &alice).await, Some(anew));
    assert_eq!(use_code(scene, &alice, "one").await, None);
}

pub async fn a_recovery_code_is_its_users_and_works_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    turned_on(scene, &alice, &["one", "two"]).await;
    turned_on(scene, &bob, &["three"]).await;
    assert_eq!(use_code(scene, &bob, "one").await, None);
    assert_eq!(use_code(scene, &alice, "one").await, Some(1));
    assert_eq!(use_code(scene, &alice, "one").await, None);
    assert_eq!(use_code(scene, &alice, "two").await, Some(0));
    assert_eq!(view(scene, alice.id).await.recovery_codes_left, 0);
    assert_eq!(view(scene, bob.id).await.recovery_codes_left, 1);
}

pub async fn new_recovery_codes_make_the_earlier_ones_void(scene: &Scene) {
    let alice = scene.register("alice").await;
    turned_on(scene, &alice, &["one", "two"]).await;
    let mut work = scene.begin().await;
    let next = [code("three"), code("two"), code("four")];
    let replaced = work.second_factors().replace_codes(alice.id, &next).await;
    replaced.expect("replace");
    work.commit().await.expect("commit");
    assert_eq!(use_code(scene, &alice, "one").await, None);
    assert_eq!(use_code(scene, &alice, "two").await, Some(2));
}

pub async fn a_removed_one_is_gone_with_its_codes(scene: &Scene) {
    let alice = scene.register("alice").await;
    turned_on(scene, &alice, &["one"]).await;
    let mut work = scene.begin().await;
    work.second_factors().lock(alice.id).await.expect("lock");
    let removed = work.second_factors().remove(alice.id).await;
    removed.expect("remove");
    work.commit().await.expect("commit");
    assert_eq!(stored(scene, &alice).await, None);
    assert_eq!(view(scene, alice.id).await, SecondFactorView::default());
    assert_eq!(use_code(scene, &alice, "one").await, None);
}

pub async fn of_two_that_show_one_code_at_once_one_is_taken(scene: &Scene) {
    for round in 0..5 {
        let user = scene.register(&format!("user_{round}")).await;
        turned_on(scene, &user, &[]).await;
        let show = async || {
            let mut work = scene.begin().await;
            let found = work.second_factors().lock(user.id).await;
            let mut factor = found.expect("lock").expect("a factor").factor;
            let taken = factor.take(step(6));
            if taken {
                let updated = work.second_factors().update(&factor).await;
                updated.expect("update");
            }
            work.commit().await.expect("commit");
            taken
        };
        let (one, two) = tokio::join!(show(), show());
        assert!(one != two, "round {round}: {one} {two}");
    }
}

pub async fn of_two_that_use_one_recovery_code_at_once_one_does(scene: &Scene) {
    for round in 0..5 {
        let user = scene.register(&format!("user_{round}")).await;
        turned_on(scene, &user, &["one", "two"]).await;
        let (one, two) = tokio::join!(use_code(scene, &user, "one"), use_code(scene, &user, "one"));
        let did = [one, two].map(|left| left == Some(1));
        assert!(did[0] != did[1], "round {round}: {one:?} {two:?}");
    }
}

pub async fn secrets_under_other_keys_are_found_in_order_and_sealed_anew(scene: &Scene) {
    let mut users = Vec::new();
    for (number, key) in [2, 1, 3, 2, 2].into_iter().enumerate() {
        let user = scene.register(&format!("user_{number}")).await;
        let text = format!("secret {number}");
        begin(scene, &user, secret(key, &text)).await;
        if key != 1 {
            users.push((user.id, secret(key, &text)));
        }
    }
    users.sort_by_key(|(user, _)| *user);
    let mut work = scene.begin().await;
    let present = SealingKeyId([1; 8]);
    let factors = work.second_factors();
    let first = factors.sealed_otherwise(present, None, 3).await;
    assert_eq!(first.expect("a batch"), users[..3]);
    let after = Some(users[2].0);
    let rest = factors.sealed_otherwise(present, after, 3).await;
    assert_eq!(rest.expect("a batch"), users[3..]);
    for (user, _) in &users[..2] {
        factors
            .reseal(*user, &secret(1, "anew"))
            .await
            .expect("reseal");
    }
    work.commit().await.expect("commit");
    let mut work = scene.begin().await;
    let left = work
        .second_factors()
        .sealed_otherwise(present, None, 9)
        .await;
    assert_eq!(left.expect("a batch"), users[2..]);
    let anew = work.second_factors().lock(users[0].0).await.expect("lock");
    let anew = anew.expect("a factor");
    assert_eq!(anew.secret, secret(1, "anew"));
}

pub async fn what_nobody_confirms_is_swept_and_what_is_on_stays(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    begin(scene, &alice, secret(1, "sealed")).await;
    turned_on(scene, &bob, &["one"]).await;
    let sweep = async || {
        let report = scene.adapter.housekeeping.sweep(&POLICY, scene.now()).await;
        report.expect("sweep").enrolments
    };
    scene
        .clock
        .advance(ENROLMENT_LIFETIME.saturating_sub(Duration::from_secs(1)));
    assert_eq!(sweep().await, 0);
    assert!(stored(scene, &alice).await.is_some());
    scene.clock.advance(Duration::from_secs(1));
    assert_eq!(sweep().await, 1);
    assert_eq!(stored(scene, &alice).await, None);
    assert_eq!(view(scene, bob.id).await.recovery_codes_left, 1);
}

pub async fn it_is_exported_without_its_secret(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let section = &scene.adapter.export.second_factors;
    assert_eq!(section.rows(alice.id, None, 2).await.ok(), Some(Vec::new()));
    let begun = begin(scene, &bob, secret(1, "sealed")).await;
    let on = turned_on(scene, &alice, &["one", "two"]).await;
    let row = ExportedSecondFactor {
        begun_at: on.factor.begun_at,
        enabled_at: on.factor.enabled_at,
        last_step: Some(step(5)),
        recovery_codes_left: 2,
    };
    assert_eq!(section.rows(alice.id, None, 2).await.ok(), Some(vec![row]));
    let after_it = section.rows(alice.id, Some(()), 2).await;
    assert_eq!(after_it.ok(), Some(Vec::new()));
    let rows = section.rows(bob.id, None, 2).await.expect("rows");
    assert_eq!(rows[0].begun_at, begun.factor.begun_at);
    assert_eq!((rows[0].enabled_at, rows[0].last_step), (None, None));
}

pub async fn it_goes_with_the_account(scene: &Scene) {
    for (handle, content) in [
        ("alice", ContentRemoval::Anonymise),
        ("bob", ContentRemoval::Delete),
    ] {
        let user = scene.register(handle).await;
        turned_on(scene, &user, &["one"]).await;
        scene.close_account(&user, content).await;
        assert_eq!(stored(scene, &user).await, None);
        assert_eq!(view(scene, user.id).await, SecondFactorView::default());
        scene.finish_erasures().await;
        assert_eq!(stored(scene, &user).await, None);
    }
}
