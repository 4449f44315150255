//! Notifications.

use serde_json::{Value, json};

use crate::support::{User, World, world};

async fn list(world: &World, user: &User) -> Vec<Value> {
    let list = world.get("/v1/notifications").by(user).send().await;
    let list = list.expect(200).json();
    list["data"].as_array().expect("rows").clone()
}

async fn unread(world: &World, user: &User) -> Value {
    let path = "/v1/notifications/unread-count";
    let count = world.get(path).by(user).send().await.expect(200);
    assert!(count.header("event-position").is_some());
    assert_eq!(count.header("cache-control"), Some("private, no-store"));
    count.json()["count"].clone()
}

/// Bob comments on that many posts of Alice.
async fn told(posts: usize) -> (World, User, User) {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    for _ in 0..posts {
        let post = world.a_post(&alice, "a post").await;
        world.a_comment(&bob, &post, None).await;
    }
    world.catch_up().await;
    (world, alice, bob)
}

#[tokio::test]
async fn what_others_did_is_shown_grouped() {
    let (world, alice, bob) = told(0).await;
    let carol = world.user("carol").await;
    let post = world.a_post(&alice, "a post").await;
    world.a_comment(&bob, &post, None).await;
    let last = world.a_comment(&carol, &post, None).await;
    world.catch_up().await;
    let rows = list(&world, &alice).await;
    let [row] = &rows[..] else {
        panic!("one, not {rows:?}");
    };
    let shown = json!({
        "id": row["id"],
        "type": "comment",
        "actors": row["actors"],
        "actorCount": 2,
        "postId": post,
        "commentId": last,
        "createdAt": row["createdAt"],
        "read": false,
    });
    assert_eq!(*row, shown);
    let actors = row["actors"].as_array().expect("actors");
    let handles: Vec<_> = actors.iter().map(|actor| &actor["handle"]).collect();
    assert_eq!(handles, ["carol", "bob"]);
    assert_eq!(unread(&world, &alice).await, 1);
    assert_eq!(list(&world, &bob).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_walk_is_the_recipients_own() {
    let (world, alice, bob) = told(5).await;
    let page = world
        .get("/v1/notifications?limit=2")
        .by(&alice)
        .send()
        .await;
    let page = page.expect(200);
    assert!(page.header("link").expect("links").contains("rel=\"next\""));
    let cursor = page.text("/page/nextCursor");
    let path = format!("/v1/notifications?limit=3&cursor={cursor}");
    let rest = world.get(&path).by(&alice).send().await.expect(200).json();
    assert_eq!(rest["data"].as_array().map(Vec::len), Some(3));
    assert_eq!(rest["page"]["nextCursor"], json!(null));
    let foreign = world.get(&path).by(&bob).send().await;
    foreign.problem(400, "invalid_cursor");
}

#[tokio::test]
async fn marking_some_and_then_all() {
    let (world, alice, bob) = told(3).await;
    let rows = list(&world, &alice).await;
    let path = "/v1/notifications/read";
    let some = json!({"ids": [rows[0]["id"]]});
    world.post(path, &some).by(&bob).send().await.expect(204);
    assert_eq!(
        unread(&world, &alice).await,
        3,
        "those of others are passed over"
    );
    world.post(path, &some).by(&alice).send().await.expect(204);
    assert_eq!(unread(&world, &alice).await, 2);
    assert_eq!(list(&world, &alice).await[0]["read"], true);
    world
        .post(path, &json!({}))
        .by(&alice)
        .send()
        .await
        .expect(204);
    assert_eq!(unread(&world, &alice).await, 0);
}

#[tokio::test]
async fn marking_is_done_once_for_a_key() {
    let (world, alice, bob) = told(1).await;
    let mark = async || {
        let call = world.post("/v1/notifications/read", &json!({})).by(&alice);
        call.header("idempotency-key", "k").send().await.expect(204)
    };
    assert_eq!(mark().await.header("idempotency-replayed"), None);
    let post = world.a_post(&alice, "another post").await;
    world.a_comment(&bob, &post, None).await;
    world.catch_up().await;
    let again = mark().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(unread(&world, &alice).await, 1, "a retry marks nothing new");
}

#[tokio::test]
async fn what_is_asked_is_checked() {
    let (world, alice, _) = told(0).await;
    for path in ["/v1/notifications", "/v1/notifications/unread-count"] {
        world.get(path).send().await.expect(401);
    }
    let path = "/v1/notifications/read";
    world.post(path, &json!({})).send().await.expect(401);
    for body in [
        json!({"ids": ["no id"]}),
        json!({"ids": null}),
        json!({"ids": "all"}),
        json!({"all": true}),
        json!([]),
    ] {
        let refused = world.post(path, &body).by(&alice).send().await;
        refused.problem(400, "validation_failed");
    }
}

#[tokio::test]
async fn deeds_are_shown_grouped_and_taken_back() {
    let world = world();
    let [alice, bob, carol] = [
        world.user("alice").await,
        world.user("bob").await,
        world.user("carol").await,
    ];
    let post = world.a_post(&alice, "a post").await;
    let comment = world.a_comment(&alice, &post, None).await;
    let deeds = [
        format!("/v1/users/{}/follow", alice.id),
        format!("/v1/posts/{post}/like"),
        format!("/v1/comments/{comment}/like"),
        format!("/v1/posts/{post}/repost"),
    ];
    for by in [&bob, &carol] {
        for path in &deeds {
            world.call("PUT", path).by(by).send().await.expect(204);
        }
        world.a_quote(by, &post).await;
    }
    world.catch_up().await;
    let rows = list(&world, &alice).await;
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            json!([
                row["type"],
                row["actorCount"],
                row["postId"],
                row["commentId"]
            ])
        })
        .collect();
    let expected = [
        json!(["quote", 2, post, null]),
        json!(["repost", 2, post, null]),
        json!(["like", 2, post, comment]),
        json!(["like", 2, post, null]),
        json!(["follow", 2, null, null]),
    ];
    assert_eq!(shown, expected);
    assert_eq!(rows[0]["actors"][0]["handle"], "carol");
    assert_eq!(unread(&world, &alice).await, 5);
    for path in &deeds {
        for by in [&bob, &carol] {
            world.delete(path).by(by).send().await.expect(204);
        }
    }
    world.catch_up().await;
    let left = list(&world, &alice).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["type"], "quote");
    assert_eq!(unread(&world, &alice).await, 1);
}
