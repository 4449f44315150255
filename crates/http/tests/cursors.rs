//! Walking lists.

use serde_json::{Value, json};

use crate::support::{World, world};

async fn page(world: &World, path: &str) -> (Vec<String>, Option<String>, Option<String>) {
    let list = world.get(path).send().await.expect(200).json();
    let rows = list["data"].as_array().expect("rows");
    let ids = rows
        .iter()
        .map(|row| row["id"].as_str().expect("an id").to_owned());
    let cursor = |name: &str| list["page"][name].as_str().map(str::to_owned);
    (ids.collect(), cursor("nextCursor"), cursor("prevCursor"))
}

#[tokio::test]
async fn a_walk_sees_every_row_once_both_ways() {
    let world = world();
    let alice = world.user("alice").await;
    let mut posts = Vec::new();
    for number in 0..6 {
        posts.insert(0, world.a_post(&alice, &format!("post {number}")).await);
    }
    let (first, next, prev) = page(&world, "/v1/posts?limit=2").await;
    assert_eq!(prev, None);
    world.a_post(&alice, "while we walk").await;
    let path = format!("/v1/posts?limit=2&cursor={}", next.expect("more"));
    let (second, next, back) = page(&world, &path).await;
    let path = format!("/v1/posts?limit=2&cursor={}", next.expect("more"));
    let (third, next, _) = page(&world, &path).await;
    assert_eq!(next, None, "a full last page has nothing after it");
    assert_eq!([first.clone(), second, third].concat(), posts);
    let path = format!("/v1/posts?limit=2&cursor={}", back.expect("a page before"));
    assert_eq!(page(&world, &path).await.0, first);
}

#[tokio::test]
async fn the_links_lead_to_the_same_pages() {
    let world = world();
    let alice = world.user("alice").await;
    for number in 0..5 {
        world.a_post(&alice, &format!("post {number} #tag")).await;
    }
    let first = world
        .get("/v1/posts?limit=2&hashtag=tag")
        .send()
        .await
        .expect(200);
    assert!(first.header("event-position").is_some());
    let target = |link: &str, rel: &str| {
        let found = link
            .split(", ")
            .find(|part| part.ends_with(&format!("rel=\"{rel}\"")));
        let found = found.and_then(|part| part.strip_prefix('<')?.split_once('>'));
        found.map(|(target, _)| target.to_owned())
    };
    let link = first.header("link").expect("links").to_owned();
    assert_eq!(target(&link, "prev"), None);
    let second = world
        .get(&target(&link, "next").expect("next"))
        .send()
        .await
        .expect(200);
    let link = second.header("link").expect("links").to_owned();
    let back = world
        .get(&target(&link, "prev").expect("prev"))
        .send()
        .await
        .expect(200);
    assert_eq!(back.json()["data"], first.json()["data"]);
    let last = world
        .get(&target(&link, "next").expect("next"))
        .send()
        .await
        .expect(200);
    assert_eq!(last.json()["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(last.json()["page"]["nextCursor"], Value::Null);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list_and_filters() {
    let world = world();
    let alice = world.user("alice").await;
    for number in 0..3 {
        world
            .a_post(&alice, &format!("post {number} #one #two"))
            .await;
    }
    let (_, next, _) = page(&world, "/v1/posts?limit=1&hashtag=one").await;
    let cursor = next.expect("more");
    let get = async |path: String| world.get(&path).send().await;
    get(format!("/v1/posts?cursor={cursor}")).await.expect(200);
    get(format!("/v1/posts?hashtag=ONE&cursor={cursor}"))
        .await
        .expect(200);
    let id = &alice.id;
    for path in [
        format!("/v1/posts?hashtag=two&cursor={cursor}"),
        format!("/v1/posts?author={id}&cursor={cursor}"),
        format!("/v1/users/{id}/posts?cursor={cursor}"),
        format!("/v1/users?cursor={cursor}"),
    ] {
        get(path).await.problem(400, "invalid_cursor");
    }
}

#[tokio::test]
async fn a_forged_cursor_is_refused() {
    let world = world();
    let alice = world.user("alice").await;
    for _ in 0..2 {
        world.a_post(&alice, "hello").await;
    }
    let (_, next, _) = page(&world, "/v1/posts?limit=1").await;
    let cursor = next.expect("more");
    let mut changed = cursor.clone().into_bytes();
    changed[5] = if changed[5] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).expect("ASCII");
    let cut = &cursor[..cursor.len() - 2];
    for forged in ["", "x", "%00", "eyJiIjpmYWxzZX0", "====", cut, &changed] {
        let path = format!("/v1/posts?cursor={forged}");
        world.get(&path).send().await.problem(400, "invalid_cursor");
    }
}

#[tokio::test]
async fn a_personal_cursor_belongs_to_its_owner() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let body = json!({"login": "alice", "password": "correct horse"});
    world.post("/v1/auth/login", &body).send().await.expect(200);
    let list = world
        .get("/v1/auth/sessions?limit=1")
        .by(&alice)
        .send()
        .await
        .expect(200);
    let path = format!("/v1/auth/sessions?cursor={}", list.text("/page/nextCursor"));
    world.get(&path).by(&alice).send().await.expect(200);
    world
        .get(&path)
        .by(&bob)
        .send()
        .await
        .problem(400, "invalid_cursor");
}

#[tokio::test]
async fn a_cursor_carries_its_order() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let mut comments = Vec::new();
    for _ in 0..3 {
        comments.push(world.a_comment(&alice, &post, None).await);
    }
    let path = format!("/v1/posts/{post}/comments");
    for (sort, second) in [("newest", 1), ("oldest", 1), ("top", 1)] {
        let (_, next, _) = page(&world, &format!("{path}?limit=1&sort={sort}")).await;
        let cursor = next.expect("more");
        let (ids, ..) = page(&world, &format!("{path}?limit=1&cursor={cursor}")).await;
        assert_eq!(ids, [comments[second].clone()], "{sort}");
        let other = if sort == "oldest" { "newest" } else { "oldest" };
        let call = world.get(&format!("{path}?sort={other}&cursor={cursor}"));
        call.send().await.problem(400, "invalid_cursor");
    }
    // The order that holds when none is named is the cursor's too.
    let (_, next, _) = page(&world, &format!("{path}?limit=1")).await;
    let cursor = next.expect("more");
    let call = world.get(&format!("{path}?sort=newest&cursor={cursor}"));
    call.send().await.problem(400, "invalid_cursor");
}

#[tokio::test]
async fn histories_are_walked_by_version() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "v1").await);
    for body in ["v2", "v3"] {
        let call = world.patch(&path, &json!({"body": body})).by(&alice);
        call.send().await.expect(200);
    }
    let mut seen = Vec::new();
    let mut next = format!("{path}/edits?limit=1");
    loop {
        let list = world.get(&next).send().await.expect(200);
        seen.push(list.text("/data/0/body"));
        match list.json()["page"]["nextCursor"].as_str() {
            Some(cursor) => next = format!("{path}/edits?limit=1&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, ["v3", "v2", "v1"]);
}
