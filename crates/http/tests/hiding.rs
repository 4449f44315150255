//! Moderators hide posts and comments, and show them again.

use serde_json::{Value, json};
use thoughts_domain::accounts::Role;

use crate::support::{User, World, world};

async fn moderator(world: &World) -> User {
    let moe = world.user("moe").await;
    world.promote(&moe, Role::Moderator).await;
    moe
}

async fn hide(world: &World, by: &User, kind: &str, id: &str) {
    let path = format!("/v1/moderation/{kind}/{id}/hidden");
    let body = json!({"reason": "spam"});
    let call = world.call("PUT", &path).json(&body).by(by);
    assert!(call.send().await.expect(204).body.is_empty());
}

async fn show(world: &World, by: &User, kind: &str, id: &str) {
    let path = format!("/v1/moderation/{kind}/{id}/hidden");
    world.delete(&path).by(by).send().await.expect(204);
}

async fn status(world: &World, path: &str, by: Option<&User>) -> u16 {
    let call = world.get(path);
    let call = match by {
        Some(user) => call.by(user),
        None => call,
    };
    call.send().await.status.as_u16()
}

async fn rows(world: &World, path: &str, by: &User) -> usize {
    let page = world.get(path).by(by).send().await.expect(200).json();
    page["data"].as_array().expect("rows").len()
}

#[tokio::test]
async fn a_reported_post_is_hidden_resolved_and_shown_again() {
    let world = world();
    let moe = moderator(&world).await;
    let (alice, bob) = (world.user("alice").await, world.user("bob").await);
    let post = world.a_post(&bob, "buy this, @alice #spam").await;
    let comment = world.a_comment(&alice, &post, None).await;
    world.catch_up().await;
    let report = json!({"postId": post, "reason": "spam"});
    let filed = world.post("/v1/reports", &report).by(&alice).send().await;
    let report = filed.expect(201).text("/id");
    for _ in 0..2 {
        hide(&world, &moe, "posts", &post).await;
    }
    let resolve = format!("/v1/moderation/reports/{report}/resolve");
    let resolved = world.post(&resolve, &json!({})).by(&moe).send().await;
    resolved.expect(204);
    let at = format!("/v1/posts/{post}");
    let of_it = [
        "",
        "/edits",
        "/comments",
        "/likes",
        "/reposts",
        "?comments=5",
    ];
    for path in of_it.map(|rest| format!("{at}{rest}")) {
        for reader in [None, Some(&alice)] {
            assert_eq!(status(&world, &path, reader).await, 404, "{path}");
        }
        for reader in [&bob, &moe] {
            assert_eq!(status(&world, &path, Some(reader)).await, 200, "{path}");
        }
    }
    let lists = [
        "/v1/posts".to_owned(),
        "/v1/hashtags/spam/posts".to_owned(),
        "/v1/search?q=buy".to_owned(),
        format!("/v1/users/{}/posts", bob.id),
        format!("/v1/users/{}/comments", alice.id),
        "/v1/notifications".to_owned(),
    ];
    for path in &lists {
        assert_eq!(rows(&world, path, &alice).await, 0, "{path}");
    }
    let mine = world.get(&at).by(&bob).send().await.expect(200).json();
    assert_eq!(mine["hidden"], true);
    let change = json!({"body": "another body"});
    let edit = |by| world.call("PATCH", &at).json(&change).by(by);
    edit(&alice).send().await.problem(404, "not_found");
    edit(&bob).send().await.problem(403, "forbidden");
    let answer = json!({"body": "hm"});
    let path = format!("{at}/comments");
    for who in [&alice, &bob, &moe] {
        let call = world.post(&path, &answer).by(who);
        call.send().await.problem(404, "not_found");
        let call = world.call("PUT", &format!("{at}/like")).by(who);
        call.send().await.problem(404, "not_found");
    }
    let his = format!("/v1/comments/{comment}");
    assert_eq!(status(&world, &his, None).await, 404);
    assert_eq!(status(&world, &his, Some(&alice)).await, 200);

    for _ in 0..2 {
        show(&world, &moe, "posts", &post).await;
    }
    world.catch_up().await;
    for path in &lists {
        assert_eq!(rows(&world, path, &alice).await, 1, "{path}");
    }
    let again = world.get(&at).send().await.expect(200).json();
    assert_eq!(
        (&again["hidden"], &again["commentCount"]),
        (&json!(false), &json!(1))
    );
    let log = world.get("/v1/moderation/log").by(&moe).send().await;
    let log = log.expect(200).json()["data"].clone();
    let told = log.as_array().expect("rows").iter().map(|line| {
        assert_eq!(line["subjectId"], post.as_str());
        assert_eq!(line["moderatorId"], moe.id.as_str());
        (line["action"].clone(), line["reason"].clone())
    });
    let told: Vec<(Value, Value)> = told.collect();
    assert_eq!(
        told,
        [
            (json!("unhide"), Value::Null),
            (json!("resolve_report"), Value::Null),
            (json!("hide"), json!("spam")),
        ]
    );
}

#[tokio::test]
async fn a_hidden_comment_is_a_tombstone_in_its_place() {
    let world = world();
    let moe = moderator(&world).await;
    let (alice, bob) = (world.user("alice").await, world.user("bob").await);
    let post = world.a_post(&alice, "a post").await;
    let comment = world.a_comment(&bob, &post, None).await;
    hide(&world, &moe, "comments", &comment).await;
    let at = format!("/v1/comments/{comment}");
    let list = format!("/v1/posts/{post}/comments");
    for (by, deleted) in [(&alice, true), (&bob, false), (&moe, false)] {
        let seen = world.get(&at).by(by).send().await.expect(200).json();
        assert_eq!(
            (&seen["deleted"], &seen["hidden"]),
            (&json!(deleted), &json!(true))
        );
        assert_eq!(seen["body"].is_null(), deleted);
        assert_eq!(seen["author"].is_null(), deleted);
        let page = world.get(&list).by(by).send().await.expect(200).json();
        assert_eq!(page["data"][0], seen);
    }
    let count = async || {
        let post = world.get(&format!("/v1/posts/{post}")).send().await;
        post.expect(200).json()["commentCount"].clone()
    };
    assert_eq!(count().await, 0);
    let change = json!({"body": "another body"});
    let edit = |by| world.call("PATCH", &at).json(&change).by(by);
    edit(&alice).send().await.problem(404, "not_found");
    edit(&bob).send().await.problem(403, "forbidden");
    let answer = json!({"body": "hm", "parentId": comment});
    let call = world.post(&list, &answer).by(&alice);
    call.send().await.problem(404, "not_found");
    let call = world.call("PUT", &format!("{at}/like")).by(&alice);
    call.send().await.problem(404, "not_found");
    show(&world, &moe, "comments", &comment).await;
    assert_eq!(count().await, 1);
    hide(&world, &moe, "comments", &comment).await;
    world.delete(&at).by(&bob).send().await.expect(204);
    world
        .get(&at)
        .by(&moe)
        .send()
        .await
        .problem(404, "not_found");
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn what_is_not_there_is_not_hidden_and_reasons_are_read_strictly() {
    let world = world();
    let moe = moderator(&world).await;
    let post = world.a_post(&moe, "a post").await;
    for (method, kind) in [
        ("PUT", "posts"),
        ("DELETE", "posts"),
        ("PUT", "comments"),
        ("DELETE", "comments"),
    ] {
        for id in ["a".repeat(24), "x".to_owned()] {
            let path = format!("/v1/moderation/{kind}/{id}/hidden");
            let call = world.call(method, &path).by(&moe);
            call.send().await.problem(404, "not_found");
        }
    }
    let path = format!("/v1/moderation/posts/{post}/hidden");
    for (body, pointer, code) in [
        (json!({"reason": ""}), "/reason", "too_short"),
        (json!({"why": "x"}), "/why", "unknown_field"),
    ] {
        let call = world.call("PUT", &path).json(&body).by(&moe);
        let refused = call.send().await.refused();
        assert_eq!(refused, [(pointer.to_owned(), code.to_owned())]);
    }
    // Without a body, and for its own moderator too, it is done.
    world.call("PUT", &path).by(&moe).send().await.expect(204);
    assert_eq!(
        status(&world, &format!("/v1/posts/{post}"), None).await,
        404
    );
}
