//! Quoting posts.

use serde_json::{Value, json};

use crate::support::{Call, User, World, world};

fn quoting<'a>(world: &'a World, by: &User, quoted: &Value) -> Call<'a> {
    let body = json!({"body": "see this", "quotedPostId": quoted});
    world.post("/v1/posts", &body).by(by)
}

async fn post(world: &World, id: &str) -> Value {
    let read = world.get(&format!("/v1/posts/{id}")).send().await;
    read.expect(200).json()
}

#[tokio::test]
async fn a_quote_brings_along_what_it_quotes() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let quoted = world.a_post(&ada, "a post").await;
    let made = quoting(&world, &bob, &json!(quoted)).send().await;
    let made = made.expect(201).json();
    let original = post(&world, &quoted).await;
    let expected = json!({
        "id": quoted,
        "author": original["author"],
        "body": "a post",
        "createdAt": original["createdAt"],
        "editedAt": null,
        "version": 1,
    });
    assert_eq!(made["quotedPost"], expected);
    assert_eq!(made["quotedPostId"], quoted);
    let id = made["id"].as_str().expect("an id");
    // What was answered is what is read.
    let read = world.get(&format!("/v1/posts/{id}")).by(&bob).send().await;
    assert_eq!(read.expect(200).json(), made);
    assert_eq!(original["quotedPost"], Value::Null);
    assert_eq!(original["quotedPostId"], Value::Null);
    // A quote of a quote shows one level.
    let second = world.a_quote(&ada, id).await;
    let second = post(&world, &second).await;
    assert_eq!(second["quotedPost"]["id"], id);
    assert_eq!(second["quotedPost"].get("quotedPost"), None);
}

#[tokio::test]
async fn an_edit_changes_no_quote() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let (quoted, other) = (
        world.a_post(&ada, "a post").await,
        world.a_post(&ada, "another").await,
    );
    let quote = world.a_quote(&bob, &quoted).await;
    let path = format!("/v1/posts/{quote}");
    let change = json!({"body": "better", "quotedPostId": other});
    let refused = world.patch(&path, &change).by(&bob).send().await;
    refused.problem(400, "validation_failed");
    let edited = world.patch(&path, &json!({"body": "better"})).by(&bob);
    let edited = edited.send().await.expect(200).json();
    assert_eq!(edited["quotedPost"]["id"], quoted);
}

#[tokio::test]
async fn what_is_gone_is_known_to_have_been_quoted() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let quoted = world.a_post(&ada, "a secret").await;
    let quote = world.a_quote(&bob, &quoted).await;
    let path = format!("/v1/posts/{quoted}");
    world.delete(&path).by(&ada).send().await.expect(204);
    let read = post(&world, &quote).await;
    assert_eq!(read["quotedPost"], Value::Null);
    assert_eq!(read["quotedPostId"], quoted);
    assert_eq!(read["body"], "see this");
    let listed = world.get(&format!("{path}/quotes")).send().await;
    listed.problem(404, "not_found");
}

#[tokio::test]
async fn what_is_not_there_is_not_quoted() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let quoted = world.a_post(&ada, "a post").await;
    let nothing = quoting(&world, &bob, &json!("tz4a98xxat96iws9zmbrgj3a"));
    nothing.send().await.problem(404, "not_found");
    for wrong in [json!("nothing"), json!(7), json!("")] {
        let refused = quoting(&world, &bob, &wrong).send().await;
        refused.problem(400, "validation_failed");
    }
    let none = quoting(&world, &bob, &Value::Null).send().await;
    assert_eq!(none.expect(201).json()["quotedPostId"], Value::Null);
    for (by, whom) in [(&ada, &bob), (&bob, &ada)] {
        let block = format!("/v1/users/{}/block", whom.id);
        world.call("PUT", &block).by(by).send().await.expect(204);
        let hidden = quoting(&world, &bob, &json!(quoted)).send().await;
        hidden.problem(404, "not_found");
        world.delete(&block).by(by).send().await.expect(204);
    }
    // A refused quote leaves nothing.
    let posts = world
        .get(&format!("/v1/users/{}/posts", bob.id))
        .send()
        .await;
    assert_eq!(
        posts.expect(200).json()["data"].as_array().map(Vec::len),
        Some(1)
    );
    let mute = format!("/v1/users/{}/mute", ada.id);
    world.call("PUT", &mute).by(&bob).send().await.expect(204);
    let made = quoting(&world, &bob, &json!(quoted)).send().await;
    assert_eq!(made.expect(201).json()["quotedPost"]["id"], quoted);
}

#[tokio::test]
async fn quotes_are_listed_newest_first() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let quoted = world.a_post(&ada, "a post").await;
    let path = format!("/v1/posts/{quoted}/quotes");
    let rows = async |path: &str| {
        let page = world.get(path).send().await.expect(200);
        assert!(page.header("event-position").is_some());
        page.json()
    };
    assert_eq!(rows(&path).await["data"], json!([]));
    let mut made = Vec::new();
    for by in [&ada, &bob, &bob] {
        made.insert(0, world.a_quote(by, &quoted).await);
    }
    let page = rows(&format!("{path}?limit=2")).await;
    assert_eq!(page["data"][0], post(&world, &made[0]).await);
    assert_eq!(page["data"][1]["id"], made[1]);
    let cursor = page["page"]["nextCursor"].as_str().expect("a cursor");
    let rest = rows(&format!("{path}?limit=2&cursor={cursor}")).await;
    assert_eq!(rest["data"][0]["id"], made[2]);
    assert_eq!(rest["page"]["nextCursor"], Value::Null);
    let nothing = world.get("/v1/posts/tz4a98xxat96iws9zmbrgj3a/quotes");
    nothing.send().await.problem(404, "not_found");
}

#[tokio::test]
async fn a_quote_is_published_with_what_it_quotes_and_retried() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let quoted = world.a_post(&ada, "a post").await;
    let send = async || {
        let call = quoting(&world, &bob, &json!(quoted));
        call.header("idempotency-key", "once")
            .send()
            .await
            .expect(201)
    };
    let (first, again) = (send().await, send().await);
    assert_eq!(first.body, again.body);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(world.log().await.matches("see this").count(), 1);
}
