//! Every POST of a signed-in caller takes an `Idempotency-Key`, later ones included: the list is the
//! `OpenAPI` document's.

use std::time::Duration;

use serde_json::json;
use thoughts_domain::accounts::Role;
use thoughts_testing::memory::Stall;
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::idempotency::ANSWER_LIFETIME;

use crate::support::{Operation, Reply, User, World, operations, world};

/// One POST of the document as somebody sends it.
struct Sending<'a> {
    world: &'a World,
    user: &'a User,
    path: String,
    /// None where the operation takes no body.
    body: Option<String>,
}

impl Sending<'_> {
    async fn send(&self, key: &str, body: Option<&str>) -> Reply {
        let call = self.world.call("POST", &self.path).by(self.user);
        let call = call.header("idempotency-key", key);
        match body {
            None => call.send().await,
            Some(body) => {
                let call = call.header("content-type", "application/json");
                call.raw(body.to_owned()).send().await
            }
        }
    }
}

/// The POSTs that must take a key: all but those that sign in and those that give tickets.
fn posts() -> Vec<Operation> {
    let must = |operation: &Operation| {
        let ignores =
            operation.path.starts_with("/v1/auth/") || operation.path == "/v1/stream/tickets";
        operation.method == "POST" && operation.takes_token() && !ignores
    };
    let posts: Vec<_> = operations().into_iter().filter(must).collect();
    assert!(posts.len() >= 3, "the document was not read");
    posts
}

/// Where a POST goes in this world, and with what: the document's own example unless it names
/// something that is not there.
async fn sending<'a>(world: &'a World, user: &'a User, operation: &Operation) -> Sending<'a> {
    let body = match operation.path.as_str() {
        "/v1/posts" => Some(json!({"body": "a post"})),
        "/v1/posts/{id}/comments" => Some(json!({"body": "well said"})),
        "/v1/reports" => {
            let other = world.user("reported").await;
            Some(json!({"userId": other.id, "reason": "spam"}))
        }
        _ => operation.example(),
    };
    Sending {
        world,
        user,
        path: operation.path_for(world, user, "alice").await,
        body: body.map(|body| body.to_string()),
    }
}

/// What must be the same in a replay: all but what belongs to the request that carried it.
fn kept(reply: &Reply) -> Vec<(String, Vec<u8>)> {
    let of_the_transfer = |name: &str| {
        name.starts_with("ratelimit")
            || ["x-request-id", "date", "idempotency-replayed"].contains(&name)
    };
    let headers = reply.headers.iter().map(|(name, value)| {
        let name = name.as_str().to_owned();
        (name, value.as_bytes().to_owned())
    });
    let mut kept: Vec<_> = headers.filter(|(name, _)| !of_the_transfer(name)).collect();
    kept.sort();
    kept
}

#[tokio::test]
async fn every_post_of_a_signed_in_caller_is_done_once_and_answered_alike() {
    for operation in posts() {
        let template = &operation.path;
        let world = world();
        let user = world.user("alice").await;
        world.promote(&user, Role::Operator).await;
        assert!(
            operation.takes("Idempotency-Key"),
            "{operation} does not declare the key"
        );
        let sending = sending(&world, &user, &operation).await;
        let body = sending.body.as_deref();
        let first = sending.send("the key", body).await;
        assert!(
            first.status.is_success(),
            "{operation}: {} {}",
            first.status,
            String::from_utf8_lossy(&first.body)
        );
        assert_eq!(first.header("idempotency-replayed"), None, "{operation}");
        let done = world.storage.head().await.expect("the head");
        for _ in 0..2 {
            let again = sending.send("the key", body).await;
            assert_eq!(again.status, first.status, "{operation}");
            assert_eq!(again.body, first.body, "{operation}");
            assert_eq!(kept(&again), kept(&first), "{operation}");
            assert_eq!(
                again.header("idempotency-replayed"),
                Some("true"),
                "{operation}"
            );
        }
        let now = world.storage.head().await.expect("the head");
        assert_eq!(now, done, "{operation}: a replay has done something");

        // The raw body counts, not what it means; and so does the path.
        if let Some(body) = body {
            let other = sending.send("the key", Some(&format!("{body} "))).await;
            other.problem(422, "idempotency_key_reused");
        }
        let elsewhere = Sending {
            path: if template == "/v1/posts" {
                let post = world.a_post(&user, "another").await;
                format!("/v1/posts/{post}/comments")
            } else {
                "/v1/posts".to_owned()
            },
            body: None,
            ..sending
        };
        let other = elsewhere
            .send("the key", Some("{\"body\":\"a post\"}"))
            .await;
        other.problem(422, "idempotency_key_reused");
    }
}

/// Whatever becomes of a commit that nobody heard of: the client is told that it is not known, nothing is
/// half done, and the same request again leaves exactly one of it.
#[tokio::test(start_paused = true)]
async fn a_write_that_is_too_late_is_done_whole_or_not_at_all_and_a_retry_does_it_once() {
    for operation in posts() {
        let once = late(&operation, None).await;
        assert_eq!(late(&operation, Some(Stall::BeforeCommit)).await, once);
        assert_eq!(late(&operation, Some(Stall::AfterCommit)).await, once);
    }
}

/// Has a POST done, after a try whose commit stalls; gives how many events there are then.
async fn late(operation: &Operation, stall: Option<Stall>) -> usize {
    let world = world();
    let user = world.user("alice").await;
    world.promote(&user, Role::Operator).await;
    let sending = sending(&world, &user, operation).await;
    let body = sending.body.as_deref();
    let events = async || {
        let log = world.storage.read(0, 10_000).await;
        log.expect("the log").len()
    };
    let before = events().await;
    if let Some(stall) = stall {
        world.storage.stall_next_commit(stall);
        let late = sending.send("the key", body).await;
        let late = late.problem(504, "gateway_timeout");
        assert!(late.text("/detail").contains("not known"), "{late:?}");
        if stall == Stall::BeforeCommit {
            assert_eq!(events().await, before, "{operation}: something is done");
        }
    }
    let already = events().await;
    let answer = sending.send("the key", body).await;
    let status = answer.status;
    assert!(status.is_success(), "{operation}, {stall:?}: {status}");
    let known = stall == Some(Stall::AfterCommit);
    assert_eq!(
        answer.header("idempotency-replayed"),
        known.then_some("true"),
        "{operation}, {stall:?}"
    );
    let done = events().await;
    if known {
        assert_eq!(done, already, "{operation}: it is done twice");
    }
    done
}

#[tokio::test]
async fn a_key_is_free_again_after_a_day() {
    let world = world();
    let user = world.user("alice").await;
    let publish = async |user: &User| {
        let call = world.post("/v1/posts", &json!({"body": "hello"})).by(user);
        call.header("idempotency-key", "k").send().await.expect(201)
    };
    let log_in = async || {
        let body = json!({"login": "alice", "password": "correct horse"});
        let reply = world.post("/v1/auth/login", &body).send().await.expect(200);
        User {
            id: user.id.clone(),
            token: reply.text("/accessToken"),
            refresh_token: reply.text("/refreshToken"),
        }
    };
    let first = publish(&user).await;
    world
        .clock
        .advance(ANSWER_LIFETIME.saturating_sub(Duration::from_mins(1)));
    let user = log_in().await;
    let replayed = publish(&user).await;
    assert_eq!(replayed.body, first.body);
    assert_eq!(replayed.header("idempotency-replayed"), Some("true"));
    world.clock.advance(Duration::from_mins(2));
    let fresh = publish(&user).await;
    assert_eq!(fresh.header("idempotency-replayed"), None);
    assert_ne!(fresh.text("/id"), first.text("/id"));
}
