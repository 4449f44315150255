//! What somebody keeps.

use serde_json::Value;

use crate::support::{Reply, User, World, world};

const LIST: &str = "/v1/me/bookmarks";

async fn keep(world: &World, by: &User, post: &str) -> Reply {
    let path = format!("/v1/posts/{post}/bookmark");
    world.call("PUT", &path).by(by).send().await
}

async fn kept(world: &World, by: &User) -> Vec<String> {
    let list = world.get(LIST).by(by).send().await.expect(200).json();
    let rows = list["data"].as_array().expect("rows").iter();
    rows.map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[tokio::test]
async fn what_you_kept_last_comes_first_and_is_yours_alone() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let first = world.a_post(&ada, "first").await;
    let second = world.a_post(&ada, "second").await;
    for post in [&second, &first, &second] {
        keep(&world, &bob, post).await.expect(204);
    }
    assert_eq!(kept(&world, &bob).await, [first.as_str(), &second]);
    assert!(kept(&world, &ada).await.is_empty());
    let list = world.get(LIST).by(&bob).send().await.expect(200);
    assert_eq!(list.header("cache-control"), Some("private, no-store"));
    assert!(list.header("event-position").is_some());
    // A row is the post as it is read by itself.
    let post = world.get(&format!("/v1/posts/{first}")).by(&bob);
    let post = post.send().await.expect(200).json();
    assert_eq!(list.json()["data"][0], post);
    assert_eq!(post["viewer"]["bookmarked"], true);
    let path = format!("/v1/posts/{first}/bookmark");
    world.delete(&path).by(&bob).send().await.expect(204);
    assert_eq!(kept(&world, &bob).await, [second.as_str()]);
    let path = format!("/v1/posts/{second}");
    world.delete(&path).by(&ada).send().await.expect(204);
    assert!(kept(&world, &bob).await.is_empty());
}

#[tokio::test]
async fn a_cursor_is_its_owners() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let mut posts = Vec::new();
    for number in 0..3 {
        let post = world.a_post(&ada, &format!("no. {number}")).await;
        for by in [&ada, &bob] {
            keep(&world, by, &post).await.expect(204);
        }
        posts.insert(0, post);
    }
    let page = world.get(&format!("{LIST}?limit=2")).by(&bob);
    let page = page.send().await.expect(200).json();
    assert_eq!(page["data"].as_array().map(Vec::len), Some(2));
    let cursor = page["page"]["nextCursor"].as_str().expect("a cursor");
    let next = format!("{LIST}?limit=2&cursor={cursor}");
    let rest = world.get(&next).by(&bob).send().await.expect(200).json();
    assert_eq!(rest["data"][0]["id"], posts[2].as_str());
    assert_eq!(rest["page"]["nextCursor"], Value::Null);
    let foreign = world.get(&next).by(&ada).send().await;
    foreign.problem(400, "invalid_cursor");
}
