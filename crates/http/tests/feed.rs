//! The home feed.

use serde_json::{Value, json};

use crate::support::{User, World, world};

const FEED: &str = "/v1/feed";

async fn feed(world: &World, by: &User) -> Vec<Value> {
    let list = world.get(FEED).by(by).send().await.expect(200).json();
    list["data"].as_array().expect("rows").clone()
}

async fn put(world: &World, by: &User, path: &str) {
    world.call("PUT", path).by(by).send().await.expect(204);
}

async fn follow(world: &World, by: &User, whom: &User) {
    put(world, by, &format!("/v1/users/{}/follow", whom.id)).await;
}

async fn repost(world: &World, by: &User, post: &str) {
    put(world, by, &format!("/v1/posts/{post}/repost")).await;
}

#[tokio::test]
async fn a_row_is_a_post_with_who_brought_it() {
    let world = world();
    let (me, ada) = (world.user("myself").await, world.user("ada").await);
    let bob = world.user("bob").await;
    follow(&world, &me, &ada).await;
    let brought = world.a_post(&bob, "by a stranger").await;
    repost(&world, &ada, &brought).await;
    let own = world.a_post(&me, "an own post").await;
    let hers = world.a_post(&ada, "by whom I follow").await;
    world.a_post(&bob, "nothing to me").await;
    let rows = feed(&world, &me).await;
    assert_eq!(rows.len(), 3);
    for (row, id) in rows.iter().zip([&hers, &own, &brought]) {
        let path = format!("/v1/posts/{id}");
        let mut shown = world.get(&path).by(&me).send().await.expect(200).json();
        let is_brought = *id == brought;
        shown["repostedBy"] = row["repostedBy"].clone();
        shown["repostedAt"] = row["repostedAt"].clone();
        assert_eq!(*row, shown);
        assert_eq!(row["repostedBy"].is_object(), is_brought);
        assert_eq!(row["repostedAt"].is_string(), is_brought);
    }
    let ada_shown = json!({
        "id": ada.id,
        "handle": "ada",
        "displayName": rows[0]["author"]["displayName"],
        "avatarUrl": null,
    });
    assert_eq!(rows[2]["repostedBy"], ada_shown);
    assert!(rows[2]["repostedAt"].as_str() > rows[2]["createdAt"].as_str());
}

#[tokio::test]
async fn what_i_do_is_seen_at_once() {
    let world = world();
    let (me, ada) = (world.user("myself").await, world.user("ada").await);
    let post = world.a_post(&ada, "a post").await;
    let path = format!("/v1/users/{}", ada.id);
    let shown = async || -> Vec<Value> {
        let rows = feed(&world, &me).await;
        rows.into_iter().map(|row| row["id"].clone()).collect()
    };
    for (relation, hides) in [("follow", false), ("mute", true), ("block", true)] {
        put(&world, &me, &format!("{path}/{relation}")).await;
        let expected = if hides { vec![] } else { vec![json!(post)] };
        assert_eq!(shown().await, expected, "{relation}");
        if hides {
            let undo = format!("{path}/{relation}");
            world.delete(&undo).by(&me).send().await.expect(204);
        }
    }
    // A block ends follows, and its end brings them back to nobody.
    assert_eq!(shown().await, Vec::<Value>::new());
    let own = world.a_post(&me, "an own post").await;
    assert_eq!(shown().await, [json!(own)]);
    let own = format!("/v1/posts/{own}");
    let call = world.patch(&own, &json!({"body": "edited"}));
    call.by(&me).send().await.expect(200);
    assert_eq!(feed(&world, &me).await[0]["body"], "edited");
    world.delete(&own).by(&me).send().await.expect(204);
    assert_eq!(shown().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_feed_is_its_readers_alone() {
    let world = world();
    let (me, ada) = (world.user("myself").await, world.user("ada").await);
    for number in 0..3 {
        world.a_post(&me, &format!("post {number}")).await;
        world.a_post(&ada, &format!("post {number}")).await;
    }
    world
        .get(FEED)
        .send()
        .await
        .problem(401, "authentication_required");
    let first = world.get("/v1/feed?limit=2").by(&me).send().await;
    let first = first.expect(200);
    assert_eq!(first.header("cache-control"), Some("private, no-store"));
    assert!(first.header("event-position").is_some());
    let next = first.text("/page/nextCursor");
    let next = format!("/v1/feed?limit=2&cursor={next}");
    let second = world.get(&next).by(&me).send().await.expect(200).json();
    assert_eq!(second["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(second["page"]["nextCursor"], Value::Null);
    let other = world.get(&next).by(&ada).send().await;
    other.problem(400, "invalid_cursor");
}
