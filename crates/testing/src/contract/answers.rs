//! Answers kept for retries.

use std::time::Duration;

use thoughts_domain::accounts::User;
use thoughts_use_cases::idempotency::{ANSWER_LIFETIME, Answer, Claim, RetryKey};

use super::Scene;
use super::samples::{an_answer, retry};

async fn keep(scene: &Scene, key: &RetryKey, answer: &Answer) {
    let now = scene.now();
    let mut work = scene.begin().await;
    let claim = work.answers().claim(key, now).await.expect("claim");
    assert_eq!(claim, Claim::Fresh);
    work.answers().keep(key, answer, now).await.expect("keep");
    work.commit().await.expect("commit");
}

async fn claim(scene: &Scene, key: &RetryKey) -> Claim {
    let mut work = scene.begin().await;
    work.answers().claim(key, scene.now()).await.expect("claim")
}

async fn alice_and_key(scene: &Scene) -> (User, RetryKey) {
    let alice = scene.register("alice").await;
    let key = retry(&alice, "a key \" with 'marks' 🦀");
    (alice, key)
}

pub async fn a_kept_answer_comes_back_byte_for_byte(scene: &Scene) {
    let (alice, key) = alice_and_key(scene).await;
    assert_eq!(claim(scene, &key).await, Claim::Fresh);
    keep(scene, &key, &an_answer()).await;
    assert_eq!(claim(scene, &key).await, Claim::Answered(an_answer()));
    let bare = Answer {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    };
    let other = retry(&alice, "bare");
    keep(scene, &other, &bare).await;
    assert_eq!(claim(scene, &other).await, Claim::Answered(bare));
    assert_eq!(claim(scene, &key).await, Claim::Answered(an_answer()));
}

pub async fn another_request_under_the_key_is_told(scene: &Scene) {
    let (_, key) = alice_and_key(scene).await;
    keep(scene, &key, &an_answer()).await;
    let other = RetryKey {
        fingerprint: [7; 32],
        ..key
    };
    assert_eq!(claim(scene, &other).await, Claim::Reused);
}

pub async fn a_key_is_its_callers_own(scene: &Scene) {
    let (_, key) = alice_and_key(scene).await;
    let bob = scene.register("bob").await;
    keep(scene, &key, &an_answer()).await;
    let his = RetryKey {
        caller: bob.id,
        ..key
    };
    assert_eq!(claim(scene, &his).await, Claim::Fresh);
}

pub async fn keys_differ_by_every_letter(scene: &Scene) {
    let (alice, _) = alice_and_key(scene).await;
    keep(scene, &retry(&alice, "Key"), &an_answer()).await;
    for key in ["key", "Key ", "Ke", "Keyy"] {
        assert_eq!(
            claim(scene, &retry(&alice, key)).await,
            Claim::Fresh,
            "{key:?}"
        );
    }
}

pub async fn a_claim_that_is_dropped_frees_the_key(scene: &Scene) {
    let (_, key) = alice_and_key(scene).await;
    for _ in 0..2 {
        assert_eq!(claim(scene, &key).await, Claim::Fresh);
    }
}

pub async fn an_answer_past_its_lifetime_does_not_count(scene: &Scene) {
    let (_, key) = alice_and_key(scene).await;
    keep(scene, &key, &an_answer()).await;
    scene
        .clock
        .advance(ANSWER_LIFETIME.saturating_sub(Duration::from_mins(1)));
    assert_eq!(claim(scene, &key).await, Claim::Answered(an_answer()));
    scene.clock.advance(Duration::from_mins(2));
    assert_eq!(claim(scene, &key).await, Claim::Fresh);
    let later = RetryKey {
        fingerprint: [9; 32],
        ..key
    };
    let answer = Answer {
        status: 200,
        ..an_answer()
    };
    keep(scene, &later, &answer).await;
    assert_eq!(claim(scene, &later).await, Claim::Answered(answer));
}

pub async fn forgetting_takes_all_of_one_caller(scene: &Scene) {
    let (alice, key) = alice_and_key(scene).await;
    let bob = scene.register("bob").await;
    let others = [retry(&alice, "second"), retry(&bob, "his")];
    keep(scene, &key, &an_answer()).await;
    for other in &others {
        keep(scene, other, &an_answer()).await;
    }
    let mut work = scene.begin().await;
    work.answers().forget(alice.id).await.expect("forget");
    work.commit().await.expect("commit");
    assert_eq!(claim(scene, &key).await, Claim::Fresh);
    assert_eq!(claim(scene, &others[0]).await, Claim::Fresh);
    assert_eq!(claim(scene, &others[1]).await, Claim::Answered(an_answer()));
}

pub async fn of_two_at_once_only_one_does_the_work(scene: &Scene) {
    let (_, key) = alice_and_key(scene).await;
    let attempt = async || {
        let now = scene.now();
        let mut work = scene.begin().await;
        let claim = work.answers().claim(&key, now).await.expect("claim");
        if claim == Claim::Fresh {
            work.answers()
                .keep(&key, &an_answer(), now)
                .await
                .expect("keep");
            work.commit().await.expect("commit");
        }
        claim
    };
    let (one, two, three) = tokio::join!(attempt(), attempt(), attempt());
    let said = [one, two, three];
    let fresh = said.iter().filter(|claim| **claim == Claim::Fresh).count();
    assert_eq!(fresh, 1, "{said:?}");
    for claim in said {
        let sound = matches!(&claim, Claim::Fresh | Claim::InFlight)
            || claim == Claim::Answered(an_answer());
        assert!(sound, "{claim:?}");
    }
    assert_eq!(claim(scene, &key).await, Claim::Answered(an_answer()));
}
