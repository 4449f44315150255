//! Forgotten passwords.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use thoughts_testing::limits::MemoryLimiter;
use thoughts_testing::memory::MemoryStorage;
use thoughts_testing::{FixedClock, SequentialIds};
use thoughts_use_cases::accounts::RequestPasswordResetUseCase;
use thoughts_use_cases::limits::{Budget, budgets};
use thoughts_use_cases::mail::MailService;

use crate::support::{Reply, World, world, world_with};

const NEW: &str = "battery staple";

async fn forgot(world: &World, address: &str) -> Reply {
    let body = json!({"email": address});
    world.post("/v1/auth/password/forgot", &body).send().await
}

fn reset(token: &str, password: &str) -> Value {
    json!({"token": token, "newPassword": password})
}

async fn try_reset(world: &World, token: &str) -> Reply {
    let body = reset(token, NEW);
    world.post("/v1/auth/password/reset", &body).send().await
}

async fn log_in(world: &World, password: &str) -> Reply {
    let body = json!({"login": "alice", "password": password});
    world.post("/v1/auth/login", &body).send().await
}

#[tokio::test]
async fn a_mailed_token_sets_a_new_password_and_ends_every_session() {
    let world = world();
    let alice = world.user("alice").await;
    forgot(&world, "Alice@Example.com").await.expect(202);
    let token = world.mailed_token().await;
    let reply = try_reset(&world, &token).await.expect(204);
    assert!(reply.body.is_empty());
    let me = world.get("/v1/me").by(&alice).send().await;
    me.problem(401, "invalid_token");
    log_in(&world, "correct horse")
        .await
        .problem(401, "invalid_credentials");
    let signed_in = log_in(&world, NEW).await.expect(200).json();
    assert_eq!(signed_in["user"]["emailVerified"], true);
}

#[tokio::test]
async fn known_and_unknown_addresses_get_one_answer() {
    let world = world();
    world.user("alice").await;
    world.deliver().await;
    let mut answers = Vec::new();
    for address in ["alice@example.com", "nobody@example.com"] {
        let reply = forgot(&world, address).await.expect(202);
        let mut headers: Vec<_> = reply.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        answers.push((headers, reply.body));
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].1.is_empty());
    assert_eq!(world.deliver().await.len(), 1);
}

#[tokio::test]
async fn a_bad_used_replaced_or_expired_token_is_one_problem() {
    let world = world();
    world.user("alice").await;
    let verifying = world.mailed_token().await;
    forgot(&world, "alice@example.com").await.expect(202);
    let replaced = world.mailed_token().await;
    forgot(&world, "alice@example.com").await.expect(202);
    let used = world.mailed_token().await;
    for bad in ["", "made up", &verifying, &replaced] {
        try_reset(&world, bad)
            .await
            .problem(400, "invalid_mail_token");
    }
    try_reset(&world, &used).await.expect(204);
    try_reset(&world, &used)
        .await
        .problem(400, "invalid_mail_token");
    world.clock.advance(Duration::from_hours(1));
    forgot(&world, "alice@example.com").await.expect(202);
    let expired = world.mailed_token().await;
    world.clock.advance(Duration::from_hours(1));
    try_reset(&world, &expired)
        .await
        .problem(400, "invalid_mail_token");
}

#[tokio::test]
async fn a_weak_password_costs_no_token() {
    let world = world();
    world.user("alice").await;
    forgot(&world, "alice@example.com").await.expect(202);
    let token = world.mailed_token().await;
    let call = world.post("/v1/auth/password/reset", &reset(&token, "short"));
    let refused = call.send().await.refused();
    assert_eq!(
        refused,
        [("/newPassword".to_owned(), "too_short".to_owned())]
    );
    let call = world.post("/v1/auth/password/forgot", &json!({"email": "nobody"}));
    let refused = call.send().await.refused();
    assert_eq!(refused, [("/email".to_owned(), "invalid_email".to_owned())]);
    try_reset(&world, &token).await.expect(204);
}

#[tokio::test]
async fn too_many_mails_to_one_address_are_refused_alike() {
    let world = world();
    world.user("alice").await;
    let small = |budget: Budget| Budget { quota: 1, ..budget };
    world.limiter.tune(small(budgets::MAILS_PER_RECIPIENT));
    for address in ["alice@example.com", "nobody@example.com"] {
        forgot(&world, address).await.expect(202);
        let refused = forgot(&world, address).await.problem(429, "rate_limited");
        assert!(refused.header("retry-after").is_some());
    }
    world.limiter.tune(small(budgets::MAILED_TOKENS));
    try_reset(&world, "made up")
        .await
        .problem(400, "invalid_mail_token");
    try_reset(&world, "made up")
        .await
        .problem(429, "rate_limited");
}

#[tokio::test]
async fn one_client_asks_for_few_mails_whomever_they_would_be_for() {
    let world = world();
    world.user("alice").await;
    let budget = budgets::MAILS_PER_CLIENT;
    world.limiter.tune(Budget { quota: 1, ..budget });
    let last = "nobody@example.com";
    forgot(&world, last).await.expect(202);
    for address in [last, "alice@example.com", "another@example.com"] {
        forgot(&world, address).await.problem(429, "rate_limited");
    }
}

#[tokio::test]
async fn without_a_mail_server_it_is_said() {
    let clock = Arc::new(FixedClock::default());
    let world = world_with(|ports| {
        ports.request_password_reset = Arc::new(RequestPasswordResetUseCase {
            store: Arc::new(MemoryStorage::default()),
            mail: MailService::Off,
            limiter: Arc::new(MemoryLimiter::new(clock.clone())),
            clock,
            ids: Arc::new(SequentialIds::default()),
        });
    });
    let reply = forgot(&world, "alice@example.com").await;
    let refused = reply.problem(503, "mail_unavailable");
    assert_eq!(refused.header("retry-after"), None);
}
