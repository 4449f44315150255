//! What moves.

use serde_json::Value;
use thoughts_use_cases::ranked::{RANKING_FRESHNESS, RANKING_RETENTION};

use crate::support::{User, World, world};

async fn like(world: &World, by: &User, post: &str) {
    let path = format!("/v1/posts/{post}/like");
    world.call("PUT", &path).by(by).send().await.expect(204);
}

async fn page(world: &World, path: &str) -> Value {
    world.get(path).send().await.expect(200).json()
}

fn texts(page: &Value, field: &str) -> Vec<String> {
    let rows = page["data"].as_array().expect("rows").iter();
    rows.map(|row| row[field].as_str().expect("text").to_owned())
        .collect()
}

#[tokio::test]
async fn what_moves_is_listed_walked_and_expires() {
    let world = world();
    let author = world.user("author").await;
    let fans = [
        world.user("ann").await,
        world.user("ben").await,
        world.user("cid").await,
    ];
    let mut posts = Vec::new();
    for number in 0..3 {
        let post = world.a_post(&author, &format!("#tag{number} #all")).await;
        for fan in &fans[..=number] {
            like(&world, fan, &post).await;
        }
        posts.insert(0, post);
    }
    world.a_post(&author, "nobody likes this").await;
    assert!(texts(&page(&world, "/v1/trending/posts").await, "id").is_empty());
    world.catch_up().await;
    let whole = page(&world, "/v1/trending/posts").await;
    assert_eq!(texts(&whole, "id"), posts);
    assert_eq!(whole["data"][0]["likeCount"], 3);
    assert_eq!(whole["page"]["nextCursor"], Value::Null);
    let tags = page(&world, "/v1/trending/hashtags").await;
    assert_eq!(tags["data"].as_array().map(Vec::len), Some(4));
    assert!(texts(&tags, "name").contains(&"all".to_owned()));

    let first = page(&world, "/v1/trending/posts?limit=2").await;
    assert_eq!(texts(&first, "id"), posts[..2]);
    let next = first["page"]["nextCursor"].as_str().expect("more");
    let rest = format!("/v1/trending/posts?limit=2&cursor={next}");
    // The order has changed, and who walks stays in the one that he began with.
    let other = world.user("dot").await;
    for fan in [&fans[1], &fans[2], &other] {
        like(&world, fan, &posts[2]).await;
    }
    world.catch_up().await;
    assert_eq!(texts(&page(&world, &rest).await, "id"), posts[2..]);
    // A cursor of this list is none of another.
    let foreign = format!("/v1/trending/hashtags?cursor={next}");
    let refused = world.get(&foreign).send().await;
    refused.problem(400, "invalid_cursor");
    world.clock.advance(RANKING_FRESHNESS * 2);
    let first = page(&world, "/v1/trending/posts?limit=2").await;
    assert_eq!(texts(&first, "id")[0], posts[2]);
    world.clock.advance(RANKING_RETENTION);
    let late = world.get(&rest).send().await;
    late.problem(400, "cursor_expired");
}

#[tokio::test]
async fn anonymous_readers_may_share_what_moves_and_others_may_not() {
    let world = world();
    let reader = world.user("reader").await;
    for path in ["/v1/trending/posts", "/v1/trending/hashtags"] {
        let anonymous = world.get(path).send().await.expect(200);
        let shared = anonymous.header("cache-control").expect("a header");
        assert!(shared.starts_with("public"), "{shared}");
        assert!(anonymous.header("event-position").is_some());
        let own = world.get(path).by(&reader).send().await.expect(200);
        assert_eq!(own.header("cache-control"), Some("private, no-store"));
    }
}
