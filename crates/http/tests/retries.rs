//! Retries by `Idempotency-Key`.

use serde_json::json;

use crate::support::{Reply, User, World, world};

async fn publish(world: &World, user: &User, key: &str, body: &str) -> Reply {
    let call = world.post("/v1/posts", &json!({"body": body})).by(user);
    call.header("idempotency-key", key).send().await
}

#[tokio::test]
async fn a_retry_gets_the_first_answer_byte_for_byte() {
    let world = world();
    let alice = world.user("alice").await;
    let first = publish(&world, &alice, "key 1", "hello #rust")
        .await
        .expect(201);
    let path = format!("/v1/posts/{}", first.text("/id"));
    let edit = world
        .patch(&path, &json!({"body": "changed since"}))
        .by(&alice);
    edit.send().await.expect(200);
    let again = publish(&world, &alice, "key 1", "hello #rust")
        .await
        .expect(201);
    assert_eq!(again.body, first.body);
    for name in ["location", "etag", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
        assert!(first.header(name).is_some(), "{name}");
    }
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let list = world.get("/v1/posts").send().await.expect(200).json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn comments_are_retried_too() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let path = format!("/v1/posts/{post}/comments");
    let add = async || {
        let call = world.post(&path, &json!({"body": "once"})).by(&alice);
        call.header("idempotency-key", "k").send().await.expect(201)
    };
    let (first, again) = (add().await, add().await);
    assert_eq!(first.body, again.body);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_user() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    publish(&world, &alice, "k", "hello").await.expect(201);
    publish(&world, &bob, "k", "hello").await.expect(201);
    let other = publish(&world, &alice, "k", "hello!").await;
    other.problem(422, "idempotency_key_reused");
    let post = world.a_post(&alice, "a post").await;
    let path = format!("/v1/posts/{post}/comments");
    let call = world.post(&path, &json!({"body": "hello"})).by(&alice);
    let reply = call.header("idempotency-key", "k").send().await;
    reply.problem(422, "idempotency_key_reused");
    // The raw body counts, not what it means.
    let call = world
        .call("POST", "/v1/posts")
        .by(&alice)
        .header("idempotency-key", "k");
    let call = call.header("content-type", "application/json");
    let reply = call.raw("{ \"body\": \"hello\" }").send().await;
    reply.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_refused_request_does_not_use_up_its_key() {
    let world = world();
    let alice = world.user("alice").await;
    publish(&world, &alice, "k", "")
        .await
        .problem(400, "validation_failed");
    publish(&world, &alice, "k", "hello").await.expect(201);
}

#[tokio::test]
async fn keys_are_printable_and_short() {
    let world = world();
    let alice = world.user("alice").await;
    publish(&world, &alice, &"k".repeat(255), "hello")
        .await
        .expect(201);
    for key in ["", &"k".repeat(256), "é", "a\tb"] {
        let refused = publish(&world, &alice, key, "hello").await.refused();
        assert_eq!(
            refused,
            [("/header/Idempotency-Key".into(), "invalid_key".into())]
        );
    }
}

#[tokio::test]
async fn routes_that_sign_in_ignore_the_key() {
    let world = world();
    world.user("alice").await;
    let body = json!({"login": "alice", "password": "correct horse"});
    for _ in 0..2 {
        let call = world
            .post("/v1/auth/login", &body)
            .header("idempotency-key", "é");
        let reply = call.send().await.expect(200);
        assert_eq!(reply.header("idempotency-replayed"), None);
    }
}
