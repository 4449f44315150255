//! Following, blocking and muting.

use serde_json::Value;

use crate::support::{Reply, User, World, world};

async fn put(world: &World, by: &User, what: &str, whom: &User) -> Reply {
    let path = format!("/v1/users/{}/{what}", whom.id);
    world.call("PUT", &path).by(by).send().await
}

async fn take_back(world: &World, by: &User, what: &str, whom: &User) -> Reply {
    let path = format!("/v1/users/{}/{what}", whom.id);
    world.delete(&path).by(by).send().await
}

async fn ids(world: &World, path: &str, by: Option<&User>) -> Vec<String> {
    let call = world.get(path);
    let call = match by {
        Some(user) => call.by(user),
        None => call,
    };
    let list = call.send().await.expect(200).json();
    let rows = list["data"].as_array().expect("rows").clone();
    let id = |row: &Value| row["id"].as_str().expect("an id").to_owned();
    rows.iter().map(id).collect()
}

#[tokio::test]
async fn a_follow_is_listed_and_counted_once() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    for _ in 0..2 {
        put(&world, &ada, "follow", &bob).await.expect(204);
    }
    let followers = format!("/v1/users/{}/followers", bob.id);
    let following = format!("/v1/users/{}/following", ada.id);
    assert_eq!(ids(&world, &followers, None).await, [ada.id.as_str()]);
    assert_eq!(ids(&world, &following, None).await, [bob.id.as_str()]);
    let profile = world.get(&format!("/v1/users/{}", bob.id)).send().await;
    assert_eq!(profile.expect(200).json()["followerCount"], 1);
    for _ in 0..2 {
        take_back(&world, &ada, "follow", &bob).await.expect(204);
    }
    assert!(ids(&world, &followers, None).await.is_empty());
    let me = world.get("/v1/me").by(&ada).send().await;
    assert_eq!(me.expect(200).json()["followingCount"], 0);
}

#[tokio::test]
async fn blocks_and_mutes_are_ones_own_business() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    for (what, list) in [("block", "/v1/me/blocks"), ("mute", "/v1/me/mutes")] {
        put(&world, &ada, what, &bob).await.expect(204);
        assert_eq!(ids(&world, list, Some(&ada)).await, [bob.id.as_str()]);
        assert!(ids(&world, list, Some(&bob)).await.is_empty());
        world
            .get(list)
            .send()
            .await
            .problem(401, "authentication_required");
        take_back(&world, &ada, what, &bob).await.expect(204);
        assert!(ids(&world, list, Some(&ada)).await.is_empty());
    }
}

#[tokio::test]
async fn through_a_block_nobody_can_be_followed() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    put(&world, &bob, "follow", &ada).await.expect(204);
    put(&world, &ada, "block", &bob).await.expect(204);
    for (by, whom) in [(&ada, &bob), (&bob, &ada)] {
        put(&world, by, "follow", whom)
            .await
            .problem(404, "not_found");
        put(&world, by, "mute", whom)
            .await
            .problem(404, "not_found");
        take_back(&world, by, "follow", whom).await.expect(204);
        for list in ["followers", "following"] {
            let path = format!("/v1/users/{}/{list}", whom.id);
            let hidden = world.get(&path).by(by).send().await;
            hidden.problem(404, "not_found");
            assert!(ids(&world, &path, None).await.is_empty());
        }
    }
}

#[tokio::test]
async fn oneself_and_nobody_are_refused() {
    let world = world();
    let ada = world.user("ada").await;
    for what in ["follow", "block", "mute"] {
        let refused = put(&world, &ada, what, &ada).await.refused();
        assert_eq!(refused, [("/path/id".to_owned(), "is_yourself".to_owned())]);
        for id in ["tz4a98xxat96iws9zmbrgj3a", "nobody"] {
            let path = format!("/v1/users/{id}/{what}");
            let call = world.call("PUT", &path).by(&ada);
            call.send().await.problem(404, "not_found");
            let anonymous = world.call("PUT", &path).send().await;
            anonymous.problem(401, "authentication_required");
        }
    }
}

#[tokio::test]
async fn lists_are_walked_by_cursors_of_their_own() {
    let world = world();
    let star = world.user("star").await;
    let mut fans = Vec::new();
    for number in 0..5 {
        let fan = world.user(&format!("fan_{number}")).await;
        put(&world, &fan, "follow", &star).await.expect(204);
        put(&world, &star, "mute", &fan).await.expect(204);
        fans.insert(0, fan.id.clone());
    }
    let followers = format!("/v1/users/{}/followers", star.id);
    for (path, by) in [(followers.as_str(), None), ("/v1/me/mutes", Some(&star))] {
        let mut seen = Vec::new();
        let mut next = format!("{path}?limit=2");
        loop {
            let call = world.get(&next);
            let call = match by {
                Some(user) => call.by(user),
                None => call,
            };
            let page = call.send().await.expect(200);
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
    let first = world.get("/v1/me/mutes?limit=2").by(&star).send().await;
    let cursor = first.expect(200).text("/page/nextCursor");
    let other = world.user("other").await;
    for (path, by) in [("/v1/me/mutes", &other), ("/v1/me/blocks", &star)] {
        let foreign = world.get(&format!("{path}?cursor={cursor}")).by(by);
        foreign.send().await.problem(400, "invalid_cursor");
    }
}
