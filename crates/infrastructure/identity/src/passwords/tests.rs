use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::oneshot;

use super::*;

fn password(text: &str) -> Password {
    Password::parse(text).expect("a password")
}

#[tokio::test]
async fn the_right_password_and_no_other() {
    let hasher = Argon2idHasher::new(2).expect("a hasher");
    let hash = hasher
        .hash(&password("correct horse"))
        .await
        .expect("a hash");
    assert!(
        hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{}",
        hash.as_str()
    );
    let again = hasher
        .hash(&password("correct horse"))
        .await
        .expect("a hash");
    assert_ne!(hash, again, "each hash has a salt of its own");
    for (attempt, right) in [("correct horse", true), ("correct horsf", false)] {
        let verdict = hasher.verify(&password(attempt), Some(hash.clone())).await;
        assert_eq!(verdict.expect("a verdict"), right, "{attempt}");
    }
}

#[tokio::test]
async fn nobody_has_no_password_but_costs_the_same() {
    let hasher = Argon2idHasher::new(1).expect("a hasher");
    let dummy = hasher.verify(&password("nobody's password"), None).await;
    assert!(!dummy.expect("a verdict"), "the dummy's own password");
    let cost = |hash: &PasswordHash| {
        let upto_salt: Vec<_> = hash
            .as_str()
            .split('$')
            .take(4)
            .map(str::to_owned)
            .collect();
        upto_salt
    };
    let real = hasher.hash(&password("correct horse")).await.expect("hash");
    assert_eq!(cost(&hasher.nobody), cost(&real));
}

#[tokio::test]
async fn a_hash_that_cannot_be_read_is_an_error_without_the_hash() {
    let hasher = Argon2idHasher::new(1).expect("a hasher");
    let broken = PasswordHash::new("plainly-not-a-hash".to_owned());
    let error = hasher
        .verify(&password("correct horse"), Some(broken))
        .await;
    let error = error.expect_err("an error");
    assert!(matches!(error, HashingError::Failed(_)));
    assert!(!error.to_string().contains("plainly"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_line_is_bounded_and_a_place_comes_free_again() {
    let hasher = Arc::new(Argon2idHasher::new(1).expect("a hasher"));
    let started = Arc::new(AtomicUsize::new(0));
    let mut gates = Vec::new();
    let mut tasks = Vec::new();
    for _ in 0..=WAITING_PER_WORKER {
        let (open, gate) = oneshot::channel::<()>();
        let (hasher, started) = (Arc::clone(&hasher), Arc::clone(&started));
        gates.push(open);
        tasks.push(tokio::spawn(async move {
            hasher
                .run(move || {
                    started.fetch_add(1, Ordering::SeqCst);
                    gate.blocking_recv().map_err(failed)
                })
                .await
        }));
    }
    while hasher.places.available_permits() > 0 || started.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(started.load(Ordering::SeqCst), 1, "one worker, one at work");
    let refused = hasher.hash(&password("correct horse")).await;
    assert!(matches!(refused, Err(HashingError::Busy)));

    for gate in gates {
        gate.send(()).expect("somebody waits");
    }
    for task in tasks {
        task.await.expect("no panic").expect("done");
    }
    assert!(hasher.hash(&password("correct horse")).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_away_while_waiting_gives_his_place_back() {
    let hasher = Arc::new(Argon2idHasher::new(1).expect("a hasher"));
    let all = hasher.places.available_permits();
    let (open, gate) = oneshot::channel::<()>();
    let busy = tokio::spawn({
        let hasher = Arc::clone(&hasher);
        async move {
            hasher
                .run(move || gate.blocking_recv().map_err(failed))
                .await
        }
    });
    while hasher.workers.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    let impatient = tokio::spawn({
        let hasher = Arc::clone(&hasher);
        async move { hasher.hash(&password("correct horse")).await }
    });
    while hasher.places.available_permits() > all - 2 {
        tokio::task::yield_now().await;
    }
    impatient.abort();
    assert!(impatient.await.is_err_and(|end| end.is_cancelled()));
    assert_eq!(hasher.places.available_permits(), all - 1);
    open.send(()).expect("it waits");
    busy.await.expect("no panic").expect("done");
}
