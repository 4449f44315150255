//! Moderators suspend users, and what they do is kept.

use serde_json::{Value, json};
use thoughts_domain::accounts::Role;

use crate::support::{Reply, User, World, world};

async fn moderator(world: &World, handle: &str) -> User {
    let user = world.user(handle).await;
    world.promote(&user, Role::Moderator).await;
    user
}

fn place(user: &User) -> String {
    format!("/v1/moderation/users/{}/suspended", user.id)
}

async fn suspend(world: &World, by: &User, user: &User, body: &Value) -> Reply {
    let call = world.call("PUT", &place(user)).json(body).by(by);
    call.send().await
}

async fn log(world: &World, by: &User) -> Vec<Value> {
    let reply = world.get("/v1/moderation/log").by(by).send().await;
    reply.expect(200).json()["data"]
        .as_array()
        .expect("rows")
        .clone()
}

async fn can_write(world: &World, user: &User) -> bool {
    let call = world.post("/v1/posts", &json!({"body": "a post"})).by(user);
    call.send().await.status.is_success()
}

#[tokio::test]
async fn a_suspension_begins_and_ends_and_both_are_in_the_log() {
    let world = world();
    let mo = moderator(&world, "moe").await;
    let alice = world.user("alice").await;
    let reason = json!({"reason": " the same link everywhere "});
    for _ in 0..2 {
        let done = suspend(&world, &mo, &alice, &reason).await.expect(204);
        assert!(done.body.is_empty());
    }
    assert!(!can_write(&world, &alice).await);
    assert!(can_write(&world, &mo).await);
    for _ in 0..2 {
        let call = world.delete(&place(&alice)).by(&mo);
        call.send().await.expect(204);
    }
    assert!(can_write(&world, &alice).await);
    let lines = log(&world, &mo).await;
    let said = |line: &Value, action: &str, reason: Value| {
        assert_eq!(line["action"], action);
        assert_eq!(line["moderatorId"], mo.id.as_str());
        assert_eq!(line["subjectType"], "user");
        assert_eq!(line["subjectId"], alice.id.as_str());
        assert_eq!(line["reason"], reason);
    };
    assert_eq!(lines.len(), 2, "what changes nothing leaves no line");
    said(&lines[0], "unsuspend_user", json!(null));
    said(&lines[1], "suspend_user", json!("the same link everywhere"));
}

#[tokio::test]
async fn the_body_may_be_left_out_and_is_read_strictly_when_it_is_there() {
    let world = world();
    let mo = moderator(&world, "moe").await;
    let alice = world.user("alice").await;
    world
        .call("PUT", &place(&alice))
        .by(&mo)
        .send()
        .await
        .expect(204);
    for (body, pointer, code) in [
        (json!({"reason": ""}), "/reason", "too_short"),
        (json!({"reason": "x".repeat(501)}), "/reason", "too_long"),
        (json!({"why": "x"}), "/why", "unknown_field"),
        (json!({"reason": null}), "/reason", "invalid_type"),
    ] {
        let refused = suspend(&world, &mo, &alice, &body).await.refused();
        assert_eq!(refused, [(pointer.to_owned(), code.to_owned())]);
    }
    let text = world
        .call("PUT", &place(&alice))
        .header("content-type", "text/plain")
        .raw("spam")
        .by(&mo);
    text.send().await.problem(415, "unsupported_media_type");
    let untyped = world.call("PUT", &place(&alice)).raw("{}").by(&mo);
    untyped.send().await.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn nobody_moderates_equals_or_superiors_or_himself() {
    let world = world();
    let users = [
        world.user("user").await,
        moderator(&world, "moe").await,
        world.user("oprah").await,
        moderator(&world, "moe2").await,
    ];
    let [user, mo, op, other] = &users;
    world.promote(op, Role::Operator).await;
    for whom in [mo, op, other] {
        suspend(&world, mo, whom, &json!({}))
            .await
            .problem(403, "forbidden");
        let call = world.delete(&place(whom)).by(mo);
        call.send().await.problem(403, "forbidden");
    }
    suspend(&world, op, op, &json!({}))
        .await
        .problem(403, "forbidden");
    assert!(log(&world, mo).await.is_empty());
    suspend(&world, op, other, &json!({})).await.expect(204);
    // A suspended moderator is none.
    suspend(&world, other, user, &json!({}))
        .await
        .problem(403, "suspended");
    let call = world.get("/v1/moderation/log").by(other);
    call.send().await.problem(403, "forbidden");
}

#[tokio::test]
async fn moderation_is_for_moderators_alone_and_of_those_who_are_there() {
    let world = world();
    let mo = moderator(&world, "moe").await;
    let alice = world.user("alice").await;
    let nobody = User {
        id: "a".repeat(24),
        ..alice.clone()
    };
    for (method, path) in [
        ("PUT", place(&mo)),
        ("DELETE", place(&mo)),
        ("GET", "/v1/moderation/log".to_owned()),
    ] {
        let call = world.call(method, &path);
        call.send().await.problem(401, "authentication_required");
        let call = world.call(method, &path).by(&alice);
        call.send().await.problem(403, "forbidden");
    }
    for method in ["PUT", "DELETE"] {
        let call = world.call(method, &place(&nobody)).by(&mo);
        call.send().await.problem(404, "not_found");
        let call = world.call(method, "/v1/moderation/users/x/suspended");
        call.by(&mo).send().await.problem(404, "not_found");
    }
    // Whoever loses the role loses this with it, whatever his token says.
    world.promote(&mo, Role::User).await;
    let call = world.get("/v1/moderation/log").by(&mo);
    call.send().await.problem(403, "forbidden");
}

#[tokio::test]
async fn the_log_is_walked_by_cursor() {
    let world = world();
    let mo = moderator(&world, "moe").await;
    let alice = world.user("alice").await;
    for _ in 0..2 {
        suspend(&world, &mo, &alice, &json!({})).await.expect(204);
        let call = world.delete(&place(&alice)).by(&mo);
        call.send().await.expect(204);
    }
    let whole = log(&world, &mo).await;
    assert_eq!(whole.len(), 4);
    let mut walked = Vec::new();
    let mut path = "/v1/moderation/log?limit=3".to_owned();
    loop {
        let page = world.get(&path).by(&mo).send().await.expect(200).json();
        walked.extend_from_slice(page["data"].as_array().expect("rows"));
        let Some(next) = page["page"]["nextCursor"].as_str() else {
            break;
        };
        path = format!("/v1/moderation/log?limit=3&cursor={next}");
    }
    assert_eq!(walked, whole);
    // A cursor is its owner's.
    let other = moderator(&world, "other").await;
    let call = world.get(&path).by(&other);
    call.send().await.problem(400, "invalid_cursor");
}
