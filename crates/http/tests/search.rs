//! Searching, and hashtag feeds.

use serde_json::Value;

use crate::support::{Reply, User, World, world};

async fn found(world: &World, query: &str, by: Option<&User>) -> Reply {
    let call = world.get(&format!("/v1/search?{query}"));
    let call = match by {
        Some(user) => call.by(user),
        None => call,
    };
    call.send().await
}

fn each(reply: Reply, field: &str) -> Vec<String> {
    let page = reply.expect(200).json();
    let rows = page["data"].as_array().expect("rows").iter();
    let text = |row: &Value| row[field].as_str().expect("a text").to_owned();
    rows.map(text).collect()
}

#[tokio::test]
async fn posts_users_and_hashtags_are_found() {
    let world = world();
    let ada = world.user("ada").await;
    let post = world.a_post(&ada, "Naïve thoughts about #Rust").await;
    world.a_post(&ada, "something else").await;
    world.catch_up().await;
    for query in ["q=NAIVE", "q=thoughts%20na%C3%AFve&type=posts", "q=%23rust"] {
        let reply = found(&world, query, None).await;
        assert!(reply.header("event-position").is_some());
        assert_eq!(each(reply, "id"), [post.as_str()], "{query}");
    }
    let users = found(&world, "q=ad&type=users", Some(&ada)).await;
    assert_eq!(users.json()["data"][0]["followerCount"], 0);
    assert_eq!(each(users, "handle"), ["ada"]);
    let tags = found(&world, "q=%23ru&type=hashtags", None).await;
    assert_eq!(tags.json()["data"][0]["postCount"], 1);
    assert_eq!(each(tags, "name"), ["rust"]);
}

#[tokio::test]
async fn any_text_will_do() {
    let world = world();
    let ada = world.user("ada").await;
    world.a_post(&ada, "a word").await;
    world.catch_up().await;
    for q in [
        "%22",
        "%27%27%3B--",
        "*",
        "%26%7C!%3A*",
        "%00",
        "%F0%9F%8C%8D",
        "AND%20OR%20NEAR(",
        "%25",
        "%FF%FE",
        "",
        "%20",
        "word%00%22wor",
        "%E2%80%AE",
    ] {
        for kind in ["posts", "users", "hashtags"] {
            let query = format!("q={q}&type={kind}");
            let reply = found(&world, &query, Some(&ada)).await;
            let page = reply.expect(200).json();
            assert_eq!(page["data"], serde_json::json!([]), "{query}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_search_is_said() {
    let world = world();
    let ada = world.user("ada").await;
    let long = "a".repeat(101);
    let huge = "a".repeat(10_000);
    for (query, pointer, code) in [
        ("type=posts".to_owned(), "/query/q", "required"),
        (format!("q={long}"), "/query/q", "too_long"),
        (format!("q={huge}"), "/query/q", "too_long"),
        ("q=a&type=all".to_owned(), "/query/type", "invalid_choice"),
        ("q=a&author=ada".to_owned(), "/query/author", "invalid_id"),
        (
            "q=a&since=yesterday".to_owned(),
            "/query/since",
            "invalid_time",
        ),
        (
            "q=a&until=2026-13-01".to_owned(),
            "/query/until",
            "invalid_time",
        ),
        (
            format!("q=a&type=users&author={}", ada.id),
            "/query/type",
            "not_applicable",
        ),
        ("q=a&limit=0".to_owned(), "/query/limit", "out_of_range"),
    ] {
        let refused = found(&world, &query, None).await.refused();
        assert_eq!(refused, [(pointer.to_owned(), code.to_owned())], "{query}");
    }
}

#[tokio::test]
async fn author_and_time_narrow_posts_down() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let of_ada = world.a_post(&ada, "rain").await;
    let of_bob = world.a_post(&bob, "rain").await;
    world.catch_up().await;
    let post = world.get(&format!("/v1/posts/{of_bob}")).send().await;
    let between = post.expect(200).text("/createdAt");
    for (query, expected) in [
        (format!("q=rain&author={}", ada.id), &of_ada),
        (format!("q=rain&since={between}"), &of_bob),
        (format!("q=rain&until={between}"), &of_ada),
    ] {
        let reply = found(&world, &query, None).await;
        assert_eq!(each(reply, "id"), [expected.as_str()], "{query}");
    }
}

#[tokio::test]
async fn a_walk_is_carried_by_its_cursor_and_ends() {
    let world = world();
    let ada = world.user("ada").await;
    let mut said = Vec::new();
    for number in 0..5 {
        said.insert(0, world.a_post(&ada, &format!("rain no. {number}")).await);
    }
    world.catch_up().await;
    let mut seen = Vec::new();
    let mut next = format!("q=Rain&author={}&limit=2", ada.id);
    let mut last = String::new();
    loop {
        let reply = found(&world, &next, None).await;
        let page = reply.json();
        seen.extend(each(reply, "id"));
        let Some(cursor) = page["page"]["nextCursor"].as_str() else {
            break;
        };
        last = cursor.to_owned();
        next = format!("limit=2&cursor={cursor}");
    }
    assert_eq!(seen, said);
    for query in ["q=snow", "type=users", "q=Rain&until=2030-01-01T00:00:00Z"] {
        let other = found(&world, &format!("{query}&cursor={last}"), None).await;
        other.problem(400, "invalid_cursor");
    }
    world.clock.advance(std::time::Duration::from_mins(11));
    let late = found(&world, &format!("cursor={last}"), None).await;
    late.problem(400, "cursor_expired");
}

#[tokio::test]
async fn whom_a_block_or_mute_hides_is_not_found() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    world.a_post(&ada, "rain").await;
    world.catch_up().await;
    for what in ["block", "mute"] {
        let path = format!("/v1/users/{}/{what}", ada.id);
        world.call("PUT", &path).by(&bob).send().await.expect(204);
        for query in ["q=rain", "q=ada&type=users"] {
            let hidden = found(&world, query, Some(&bob)).await.expect(200).json();
            assert_eq!(hidden["data"], serde_json::json!([]), "{what} {query}");
            let open = found(&world, query, None).await.expect(200).json();
            assert_eq!(open["data"].as_array().map(Vec::len), Some(1));
        }
        world.delete(&path).by(&bob).send().await.expect(204);
    }
}

#[tokio::test]
async fn a_hashtag_has_a_feed_whatever_its_case() {
    let world = world();
    let ada = world.user("ada").await;
    let older = world.a_post(&ada, "#Rust and #東京").await;
    world.a_post(&ada, "#rustic").await;
    let newer = world.a_post(&ada, "again #rust").await;
    for (tag, expected) in [
        ("rust", vec![newer.as_str(), older.as_str()]),
        ("RUST", vec![newer.as_str(), older.as_str()]),
        ("%E6%9D%B1%E4%BA%AC", vec![older.as_str()]),
        ("nobody_says_this", vec![]),
    ] {
        let reply = world.get(&format!("/v1/hashtags/{tag}/posts")).send().await;
        assert_eq!(each(reply, "id"), expected, "{tag}");
    }
    let first = world.get("/v1/hashtags/rust/posts?limit=1").send().await;
    let cursor = first.expect(200).text("/page/nextCursor");
    let path = format!("/v1/hashtags/rust/posts?limit=1&cursor={cursor}");
    assert_eq!(each(world.get(&path).send().await, "id"), [older.as_str()]);
    let path = format!("/v1/hashtags/rustic/posts?cursor={cursor}");
    world.get(&path).send().await.problem(400, "invalid_cursor");
    for tag in ["12", "no-tag", "%23rust", "a%20b"] {
        let path = format!("/v1/hashtags/{tag}/posts");
        world.get(&path).send().await.problem(404, "not_found");
    }
}
