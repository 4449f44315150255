//! Who guesses passwords.

use std::time::Duration;

use serde_json::{Value, json};
use thoughts_testing::limits::only;
use thoughts_use_cases::limits::budgets;

use crate::support::{Reply, World, world_with};

/// Behind a proxy that says who calls.
async fn with_alice() -> World {
    let trusted = "127.0.0.1".parse().expect("an address");
    let world = world_with(|ports| ports.settings.trusted_proxies = vec![trusted]);
    world.user("alice").await;
    world
}

async fn log_in(world: &World, login: &str, password: &str, address: &str) -> Reply {
    let body = json!({"login": login, "password": password});
    let call = world.post("/v1/auth/login", &body);
    call.header("x-forwarded-for", address).send().await
}

const RIGHT: &str = "correct horse";
const WRONG: &str = "battery staple";

/// Guesses until it is told to wait, and tells how often it could.
async fn guess(world: &World, login: &str, address: &str) -> (u32, Reply) {
    for guesses in 0..1_000 {
        let reply = log_in(world, login, WRONG, address).await;
        if reply.status == 429 {
            return (guesses, reply.problem(429, "rate_limited"));
        }
        reply.problem(401, "invalid_credentials");
    }
    panic!("nobody stops the guessing");
}

#[tokio::test]
async fn a_stranger_is_slowed_down_and_the_owner_gets_in() {
    let world = with_alice().await;
    let (guesses, refused) = guess(&world, "alice", "192.0.2.66").await;
    assert_eq!(guesses, budgets::FAILED_LOGINS.quota);
    // The right password is not looked at there now, or guessing would go on.
    let lucky = log_in(&world, "alice", RIGHT, "192.0.2.66").await;
    lucky.problem(429, "rate_limited");
    // A handle and an address of one account are two logins: neither tells of the other.
    for login in ["alice", "ALICE", "alice@example.com"] {
        log_in(&world, login, RIGHT, "192.0.2.1").await.expect(200);
    }
    let wait = refused.header("retry-after").expect("a time");
    let wait = Duration::from_secs(wait.parse().expect("seconds"));
    world.clock.advance(wait);
    log_in(&world, "alice", RIGHT, "192.0.2.66")
        .await
        .expect(200);
}

#[tokio::test]
async fn an_unknown_account_behaves_like_a_known_one() {
    let world = with_alice().await;
    let told = |reply: &Reply| {
        let mut body = reply.json();
        body["requestId"] = Value::Null;
        let names: Vec<_> = reply.headers.keys().map(ToString::to_string).collect();
        let wait = reply.header("retry-after").map(str::to_owned);
        (names, wait, body)
    };
    let mut seen = Vec::new();
    for login in ["alice", "nobody", "alice@example.com", "nobody@example.com"] {
        let before = world.hasher.verified();
        let (guesses, refused) = guess(&world, login, "192.0.2.66").await;
        let hashed = world.hasher.verified() - before;
        seen.push((guesses, hashed, told(&refused)));
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:#?}");
}

#[tokio::test]
async fn a_crowd_of_strangers_does_not_lock_the_owner_out() {
    let world = with_alice().await;
    world
        .limiter
        .tune(only(&budgets::FAILED_LOGINS_ANYWHERE, 5));
    // Many addresses use up what all have together; then each has a few tries left.
    let mut guesses = 0;
    for host in 0..20 {
        let address = format!("192.0.2.{host}");
        guesses += guess(&world, "alice", &address).await.0;
    }
    let few = budgets::FAILED_LOGINS_UNDER_ATTACK.quota;
    assert!(guesses <= 5 + 20 * few, "{guesses} guesses");
    // The owner comes from somewhere else, mistypes once, and is in; as often as he likes.
    log_in(&world, "alice", WRONG, "198.51.100.1")
        .await
        .expect(401);
    for _ in 0..10 {
        log_in(&world, "alice", RIGHT, "198.51.100.1")
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn the_right_password_costs_nothing() {
    let world = with_alice().await;
    for _ in 0..budgets::FAILED_LOGINS.quota * 3 {
        log_in(&world, "alice", RIGHT, "192.0.2.1")
            .await
            .expect(200);
    }
    assert_eq!(
        guess(&world, "alice", "192.0.2.1").await.0,
        budgets::FAILED_LOGINS.quota
    );
}

#[tokio::test]
async fn guesses_at_once_get_no_further_than_one_after_the_other() {
    let world = with_alice().await;
    let all = (0..40).map(|_| log_in(&world, "alice", WRONG, "192.0.2.66"));
    let replies = futures_util::future::join_all(all).await;
    let looked_at = replies.iter().filter(|reply| reply.status == 401).count();
    assert_eq!(u32::try_from(looked_at), Ok(budgets::FAILED_LOGINS.quota));
}
