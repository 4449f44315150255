//! Changing passwords.

use serde_json::{Value, json};
use thoughts_use_cases::limits::{Budget, budgets};
use thoughts_use_cases::mail::MailContent;

use crate::support::{User, World, world};

const OLD: &str = "correct horse";
const NEW: &str = "battery staple";

async fn log_in(world: &World, password: &str) -> crate::support::Reply {
    let body = json!({"login": "alice", "password": password});
    world.post("/v1/auth/login", &body).send().await
}

/// Another device of the same user.
async fn another_device(world: &World, password: &str) -> User {
    let reply = log_in(world, password).await.expect(200);
    User {
        id: reply.text("/user/id"),
        token: reply.text("/accessToken"),
        refresh_token: reply.text("/refreshToken"),
    }
}

fn change(current: &str, next: &str) -> Value {
    json!({"currentPassword": current, "newPassword": next})
}

#[tokio::test]
async fn a_change_ends_the_other_sessions_and_spares_the_one_that_asks() {
    let world = world();
    let here = world.user("alice").await;
    let bob = world.user("bob").await;
    let there = another_device(&world, OLD).await;
    let call = world.post("/v1/auth/password", &change(OLD, NEW));
    let reply = call.by(&here).send().await.expect(204);
    assert_eq!(reply.body, b"");
    for (user, status) in [(&here, 200), (&bob, 200), (&there, 401)] {
        world.get("/v1/me").by(user).send().await.expect(status);
    }
    let refresh = json!({"refreshToken": there.refresh_token});
    let refused = world.post("/v1/auth/refresh", &refresh).send().await;
    refused.problem(401, "invalid_token");
    log_in(&world, OLD)
        .await
        .problem(401, "invalid_credentials");
    log_in(&world, NEW).await.expect(200);
}

#[tokio::test]
async fn a_wrong_present_password_is_403_and_changes_nothing() {
    let world = world();
    let alice = world.user("alice").await;
    let there = another_device(&world, OLD).await;
    for wrong in ["wrong horse", "", &"x".repeat(9_999)] {
        let call = world.post("/v1/auth/password", &change(wrong, NEW));
        let reply = call.by(&alice).send().await;
        reply.problem(403, "wrong_password");
    }
    for user in [&alice, &there] {
        world.get("/v1/me").by(user).send().await.expect(200);
    }
    log_in(&world, OLD).await.expect(200);
}

#[tokio::test]
async fn what_is_refused() {
    let world = world();
    let alice = world.user("alice").await;
    let call = world.post("/v1/auth/password", &change(OLD, NEW));
    let reply = call.send().await;
    reply.problem(401, "authentication_required");
    let call = world.post(
        "/v1/auth/password",
        &json!({"newPassword": "short", "x": 1}),
    );
    let refused = call.by(&alice).send().await.refused();
    assert_eq!(refused, [("/x".to_owned(), "unknown_field".to_owned())]);
    let call = world.post("/v1/auth/password", &json!({"newPassword": "short"}));
    let refused = call.by(&alice).send().await.refused();
    let expected = [
        ("/currentPassword", "required"),
        ("/newPassword", "too_short"),
    ];
    assert_eq!(refused, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[tokio::test]
async fn a_change_is_told_by_mail_and_tried_only_so_often() {
    let world = world();
    let alice = world.user("alice").await;
    world.deliver().await;
    let budget = budgets::PASSWORD_CHANGES;
    world.limiter.tune(Budget { quota: 1, ..budget });
    let call = world.post("/v1/auth/password", &change(OLD, NEW));
    call.by(&alice).send().await.expect(204);
    world.deliver().await;
    let told = world.mailer.tried().pop().expect("a mail");
    assert_eq!(told.content, MailContent::PasswordChanged);
    assert_eq!(told.to.email, "alice@example.com");
    let call = world.post("/v1/auth/password", &change(NEW, OLD));
    call.by(&alice).send().await.problem(429, "rate_limited");
}
