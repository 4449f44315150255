//! Callers with tokens of an outside provider.

use std::time::Duration;

use serde_json::json;
use thoughts_testing::identity::PlainOutsideTokens;
use thoughts_use_cases::accounts::OutsideClaims;
use thoughts_use_cases::system::Clock;

use crate::support::{User, World, world};

/// Somebody who comes with a token of the provider.
async fn somebody(world: &World, name: &str) -> User {
    let claims = OutsideClaims {
        username: Some(name.to_owned()),
        ..PlainOutsideTokens::claims(name, world.clock.now())
    };
    let mut user = User {
        id: String::new(),
        token: world.provider.issue(claims),
        refresh_token: String::new(),
    };
    let me = world.get("/v1/me").by(&user).send().await.expect(200);
    user.id = me.text("/id");
    user
}

#[tokio::test]
async fn a_token_of_the_provider_opens_an_account_that_acts_like_any_other() {
    let world = world();
    let ann = somebody(&world, "Ann").await;
    let me = world.get("/v1/me").by(&ann).send().await.expect(200).json();
    assert_eq!(
        (&me["handle"], &me["displayName"]),
        (&json!("ann"), &json!("Ann"))
    );
    assert_eq!((&me["email"], &me["role"]), (&json!(null), &json!("user")));
    let post = world.a_post(&ann, "hello").await;
    let shown = world.get(&format!("/v1/posts/{post}")).send().await;
    assert_eq!(shown.expect(200).json()["author"]["handle"], "ann");
    let body = json!({"bio": "hi"});
    world
        .patch("/v1/me", &body)
        .by(&ann)
        .send()
        .await
        .expect(200);
}

#[tokio::test]
async fn its_session_is_the_providers() {
    let world = world();
    let ann = somebody(&world, "ann").await;
    let listed = world.get("/v1/auth/sessions").by(&ann).send().await;
    assert_eq!(listed.expect(200).json()["data"], json!([]));
    let call = world.call("POST", "/v1/auth/logout").by(&ann);
    call.send().await.expect(204);
    world.get("/v1/me").by(&ann).send().await.expect(200);
    let foreign = "/v1/auth/sessions/tz4a98xxat96iws9zmbrgj3a";
    let call = world.delete(foreign).by(&ann);
    call.send().await.problem(404, "not_found");
}

#[tokio::test]
async fn a_deleted_account_takes_its_token_along() {
    let world = world();
    let ann = somebody(&world, "ann").await;
    world.delete("/v1/me").by(&ann).send().await.expect(204);
    let call = world.get("/v1/me").by(&ann);
    call.send().await.problem(401, "invalid_token");
    let call = world.get("/v1/posts").by(&ann);
    call.send().await.problem(401, "invalid_token");
    world.clock.advance(Duration::from_secs(15));
    let again = somebody(&world, "ann").await;
    assert_ne!(again.id, ann.id);
}

#[tokio::test]
async fn no_password_signs_in_to_it() {
    let world = world();
    somebody(&world, "ann").await;
    let before = world.hasher.verified();
    let body = json!({"login": "ann", "password": "correct horse"});
    let call = world.post("/v1/auth/login", &body);
    call.send().await.problem(401, "invalid_credentials");
    assert_eq!(world.hasher.verified() - before, 1);
}

#[tokio::test]
async fn a_provider_out_of_reach_is_no_reason_to_sign_out() {
    let world = world();
    let ann = somebody(&world, "ann").await;
    let bob = world.user("bob").await;
    world.provider.lose_the_provider();
    for path in ["/v1/me", "/v1/posts"] {
        let reply = world.get(path).by(&ann).send().await;
        let reply = reply.problem(503, "unavailable");
        assert_eq!(reply.header("retry-after"), Some("10"));
    }
    world.get("/v1/me").by(&bob).send().await.expect(200);
}
