//! When what is behind fails.

use std::sync::Arc;

use thoughts_domain::Inconsistency;
use thoughts_use_cases::accounts::{HashingError, LogInError, MockLogIn};
use thoughts_use_cases::comments::{MockCommentQueries, RankedPage};
use thoughts_use_cases::events::{EventPosition, Positioned};
use thoughts_use_cases::idempotency::RetryError;
use thoughts_use_cases::posts::{MockPostQueries, MockPublishPost, PublishPostError};
use thoughts_use_cases::storage::StorageError;

use serde_json::json;

use crate::support::{Reply, world_with};

const SECRET: &str = "relation \"posts\" does not exist at 10.1.2.3";

async fn feed_that_fails(fail: fn() -> StorageError) -> Reply {
    let mut posts = MockPostQueries::new();
    posts.expect_feed().returning(move |_, _, _| Err(fail()));
    let world = world_with(|ports| ports.posts = Arc::new(posts));
    let reply = world.get("/v1/posts").send().await;
    let text = String::from_utf8(reply.body.clone()).expect("text");
    assert!(
        !text.contains("posts\\\"") && !text.contains("10.1.2.3"),
        "{text}"
    );
    reply
}

#[tokio::test]
async fn a_lost_storage_is_503_and_says_when_to_try_again() {
    let reply = feed_that_fails(|| StorageError::Unavailable(SECRET.into())).await;
    let reply = reply.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), Some("2"));
    let reply = feed_that_fails(|| StorageError::Conflict(SECRET.into())).await;
    let reply = reply.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_fault_of_ours_is_500_without_internals() {
    let reply = feed_that_fails(|| StorageError::Failed(SECRET.into())).await;
    reply.problem(500, "internal");
    let broken = || Inconsistency::new("posts.body", SECRET).into();
    feed_that_fails(broken).await.problem(500, "internal");
}

#[tokio::test]
async fn a_panic_is_answered_too() {
    let mut posts = MockPostQueries::new();
    posts.expect_feed().returning(|_, _, _| panic!("{SECRET}"));
    let world = world_with(|ports| ports.posts = Arc::new(posts));
    let call = world.get("/v1/posts").header("x-request-id", "mine");
    let reply = call.send().await.problem(500, "internal");
    assert_eq!(reply.header("x-request-id"), Some("mine"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert!(
        !String::from_utf8(reply.body)
            .expect("text")
            .contains("10.1.2.3")
    );
    world.get("/livez").send().await.expect(200);
}

#[tokio::test]
async fn too_many_sign_ins_are_put_off() {
    let mut log_in = MockLogIn::new();
    log_in
        .expect_execute()
        .returning(|_| Err(LogInError::Hashing(HashingError::Busy)));
    let world = world_with(|ports| ports.log_in = Arc::new(log_in));
    let body = json!({"login": "alice", "password": "correct horse"});
    let reply = world.post("/v1/auth/login", &body).send().await;
    assert!(
        reply
            .problem(503, "unavailable")
            .header("retry-after")
            .is_some()
    );
}

#[tokio::test]
async fn a_request_in_flight_is_409_and_says_when_to_try_again() {
    let mut publish = MockPublishPost::new();
    publish
        .expect_execute()
        .returning(|_| Err(PublishPostError::Retry(RetryError::InFlight)));
    let world = world_with(|ports| ports.publish_post = Arc::new(publish));
    let alice = world.user("alice").await;
    let call = world
        .post("/v1/posts", &json!({"body": "hello"}))
        .by(&alice);
    let reply = call.header("idempotency-key", "k").send().await;
    let reply = reply.problem(409, "idempotency_in_flight");
    assert_eq!(reply.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_ranking_that_is_gone_is_an_expired_cursor() {
    let mut comments = MockCommentQueries::new();
    comments.expect_top_of_post().returning(|_, _, _, _, _| {
        Ok(Positioned {
            value: RankedPage::Expired,
            position: EventPosition {
                epoch: "e".to_owned(),
                number: 1,
            },
        })
    });
    let world = world_with(|ports| ports.comments = Arc::new(comments));
    let path = "/v1/posts/tz4a98xxat96iws9zmbrgj3a/comments?sort=top";
    world.get(path).send().await.problem(400, "cursor_expired");
}
