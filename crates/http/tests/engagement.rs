//! Liking, reposting and keeping.

use serde_json::Value;

use crate::support::{Reply, User, World, world};

async fn put(world: &World, by: &User, path: &str) -> Reply {
    world.call("PUT", path).by(by).send().await
}

async fn take_back(world: &World, by: &User, path: &str) -> Reply {
    world.delete(path).by(by).send().await
}

async fn ids(world: &World, path: &str) -> Vec<String> {
    let list = world.get(path).send().await.expect(200).json();
    let rows = list["data"].as_array().expect("rows").clone();
    let id = |row: &Value| row["id"].as_str().expect("an id").to_owned();
    rows.iter().map(id).collect()
}

/// Every path to react by, to a post and a comment on it.
fn paths(post: &str, comment: &str) -> [String; 4] {
    [
        format!("/v1/posts/{post}/like"),
        format!("/v1/posts/{post}/repost"),
        format!("/v1/posts/{post}/bookmark"),
        format!("/v1/comments/{comment}/like"),
    ]
}

async fn counts(world: &World, post: &str, comment: &str) -> [u64; 3] {
    let post = world.get(&format!("/v1/posts/{post}")).send().await;
    let post = post.expect(200).json();
    let comment = world.get(&format!("/v1/comments/{comment}")).send().await;
    let comment = comment.expect(200).json();
    let count = |value: &Value| value.as_u64().expect("a count");
    [
        count(&post["likeCount"]),
        count(&post["repostCount"]),
        count(&comment["likeCount"]),
    ]
}

#[tokio::test]
async fn each_counts_once_however_often_it_is_sent() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post").await;
    let comment = world.a_comment(&ada, &post, None).await;
    for path in paths(&post, &comment) {
        for _ in 0..2 {
            put(&world, &bob, &path).await.expect(204);
        }
    }
    assert_eq!(counts(&world, &post, &comment).await, [1, 1, 1]);
    for list in ["likes", "reposts"] {
        let list = format!("/v1/posts/{post}/{list}");
        assert_eq!(ids(&world, &list).await, [bob.id.as_str()]);
    }
    for path in paths(&post, &comment) {
        for _ in 0..2 {
            take_back(&world, &bob, &path).await.expect(204);
        }
    }
    assert_eq!(counts(&world, &post, &comment).await, [0, 0, 0]);
    assert!(
        ids(&world, &format!("/v1/posts/{post}/likes"))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_like_never_spoils_an_edit() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post").await;
    let path = format!("/v1/posts/{post}");
    let before = world.get(&path).send().await.expect(200);
    let seen = before.header("etag").expect("a tag").to_owned();
    put(&world, &bob, &format!("{path}/like")).await.expect(204);
    // The representation is another one by now, the version is not.
    let call = world.get(&path).header("if-none-match", &seen);
    assert_eq!(call.send().await.expect(200).json()["likeCount"], 1);
    let change = serde_json::json!({"body": "edited"});
    let call = world.patch(&path, &change).by(&ada);
    let edited = call.header("if-match", &seen).send().await.expect(200);
    assert_eq!(edited.json()["likeCount"], 1);
}

#[tokio::test]
async fn through_a_block_nothing_is_there() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post").await;
    let comment = world.a_comment(&ada, &post, None).await;
    for path in paths(&post, &comment) {
        put(&world, &bob, &path).await.expect(204);
    }
    let block = format!("/v1/users/{}/block", bob.id);
    put(&world, &ada, &block).await.expect(204);
    for path in paths(&post, &comment) {
        put(&world, &bob, &path).await.problem(404, "not_found");
        take_back(&world, &bob, &path).await.expect(204);
    }
    for list in ["likes", "reposts"] {
        let list = format!("/v1/posts/{post}/{list}");
        let hidden = world.get(&list).by(&bob).send().await;
        hidden.problem(404, "not_found");
        assert!(ids(&world, &list).await.is_empty());
    }
    assert_eq!(counts(&world, &post, &comment).await, [0, 0, 0]);
}

#[tokio::test]
async fn what_is_not_there_and_who_has_not_signed_in() {
    let world = world();
    let ada = world.user("ada").await;
    for id in ["tz4a98xxat96iws9zmbrgj3a", "nothing"] {
        for path in paths(id, id) {
            put(&world, &ada, &path).await.problem(404, "not_found");
            let anonymous = world.call("PUT", &path).send().await;
            anonymous.problem(401, "authentication_required");
        }
        for list in ["likes", "reposts"] {
            let list = format!("/v1/posts/{id}/{list}");
            let missing = world.get(&list).send().await;
            missing.problem(404, "not_found");
        }
    }
    let nothing = paths("tz4a98xxat96iws9zmbrgj3a", "tz4a98xxat96iws9zmbrgj3a");
    for path in nothing {
        take_back(&world, &ada, &path).await.expect(204);
    }
}

#[tokio::test]
async fn lists_are_walked_by_cursors_of_their_own() {
    let world = world();
    let ada = world.user("ada").await;
    let post = world.a_post(&ada, "a post").await;
    let mut fans = Vec::new();
    for number in 0..5 {
        let fan = world.user(&format!("fan_{number}")).await;
        for what in ["like", "repost"] {
            let path = format!("/v1/posts/{post}/{what}");
            put(&world, &fan, &path).await.expect(204);
        }
        fans.insert(0, fan.id.clone());
    }
    let likes = format!("/v1/posts/{post}/likes");
    let reposts = format!("/v1/posts/{post}/reposts");
    for path in [&likes, &reposts] {
        let mut seen = Vec::new();
        let mut next = format!("{path}?limit=2");
        loop {
            let page = world.get(&next).send().await.expect(200);
            assert!(page.header("event-position").is_some());
            let page = page.json();
            let rows = page["data"].as_array().expect("rows").iter();
            seen.extend(rows.map(|row| row["id"].as_str().expect("an id").to_owned()));
            let Some(cursor) = page["page"]["nextCursor"].as_str() else {
                break;
            };
            next = format!("{path}?limit=2&cursor={cursor}");
        }
        assert_eq!(seen, fans);
    }
    let first = world.get(&format!("{likes}?limit=2")).send().await;
    let cursor = first.expect(200).text("/page/nextCursor");
    let foreign = world.get(&format!("{reposts}?cursor={cursor}"));
    foreign.send().await.problem(400, "invalid_cursor");
}
