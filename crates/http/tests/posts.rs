//! Posts.

use serde_json::json;

use crate::support::world;

#[tokio::test]
async fn publishing_and_reading() {
    let world = world();
    let alice = world.user("alice").await;
    let body = json!({"body": " Hello #Rust and @ALICE and @nobody "});
    let made = world
        .post("/v1/posts", &body)
        .by(&alice)
        .send()
        .await
        .expect(201);
    let id = made.text("/id");
    assert_eq!(
        made.header("location"),
        Some(format!("/v1/posts/{id}").as_str())
    );
    assert_eq!(made.header("idempotency-replayed"), None);
    let shown = made.json();
    assert_eq!(shown["body"], "Hello #Rust and @ALICE and @nobody");
    assert_eq!(shown["hashtags"], json!(["rust"]));
    assert_eq!(
        shown["mentions"],
        json!([{"id": alice.id, "handle": "alice"}])
    );
    assert_eq!(shown["quotedPost"], json!(null));
    assert_eq!(shown["media"], json!([]));
    assert_eq!(shown["editedAt"], json!(null));
    let none = json!({"liked": false, "reposted": false, "bookmarked": false, "following": false});
    assert_eq!(shown["viewer"], none);

    let path = format!("/v1/posts/{id}");
    let own = world.get(&path).by(&alice).send().await.expect(200);
    assert_eq!(own.body, made.body);
    assert_eq!(own.header("etag"), made.header("etag"));
    let anonymous = world.get(&path).send().await.expect(200);
    assert_eq!(anonymous.json()["viewer"], json!(null));
    assert_ne!(anonymous.header("etag"), made.header("etag"));
    assert!(anonymous.header("event-position").is_some());
}

#[tokio::test]
async fn what_cannot_be_there_is_not_found() {
    let world = world();
    let alice = world.user("alice").await;
    for id in [
        "x",
        "1xxxxxxxxxxxxxxxxxxxxxxx",
        "tz4a98xxat96iws9zmbrgj3a",
        "%00",
    ] {
        let post = format!("/v1/posts/{id}");
        world.get(&post).send().await.problem(404, "not_found");
        let body = json!({"body": "new"});
        world
            .patch(&post, &body)
            .by(&alice)
            .send()
            .await
            .problem(404, "not_found");
        world
            .delete(&post)
            .by(&alice)
            .send()
            .await
            .problem(404, "not_found");
        let edits = format!("{post}/edits");
        world.get(&edits).send().await.problem(404, "not_found");
        let user = format!("/v1/users/{id}/posts");
        world.get(&user).send().await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn editing_keeps_a_history() {
    let world = world();
    let alice = world.user("alice").await;
    let id = world.a_post(&alice, "first").await;
    let path = format!("/v1/posts/{id}");
    let tag = world
        .get(&path)
        .send()
        .await
        .header("etag")
        .expect("a tag")
        .to_owned();
    let edit = world.patch(&path, &json!({"body": "second"})).by(&alice);
    let edited = edit.header("if-match", &tag).send().await.expect(200);
    assert_eq!(edited.json()["version"], 2);
    assert!(edited.json()["editedAt"].is_string());
    let again = world.patch(&path, &json!({"body": "third"})).by(&alice);
    let again = again.header("if-match", &tag).send().await;
    again.problem(412, "precondition_failed");
    let history = world.get(&format!("{path}/edits")).send().await.expect(200);
    assert_eq!(history.text("/data/0/body"), "second");
    assert_eq!(history.text("/data/1/body"), "first");
    assert_eq!(history.json()["data"][1]["version"], 1);
    // Nothing said, nothing changed.
    let nothing = world
        .patch(&path, &json!({}))
        .by(&alice)
        .send()
        .await
        .expect(200);
    assert_eq!(nothing.json()["version"], 2);
}

#[tokio::test]
async fn only_the_author_writes() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "mine").await);
    let edit = world.patch(&path, &json!({"body": "yours"})).by(&bob);
    edit.send().await.problem(403, "forbidden");
    world
        .delete(&path)
        .by(&bob)
        .send()
        .await
        .problem(403, "forbidden");
    world
        .delete(&path)
        .send()
        .await
        .problem(401, "authentication_required");
    world.delete(&path).by(&alice).send().await.expect(204);
    world.get(&path).send().await.problem(404, "not_found");
}

#[tokio::test]
async fn feeds_are_newest_first_and_filtered() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    world.a_post(&alice, "one #rust").await;
    world.a_post(&bob, "two #Rust").await;
    world.a_post(&bob, "three").await;
    let bodies = async |path: &str| {
        let list = world.get(path).send().await.expect(200).json();
        let rows = list["data"].as_array().expect("rows").clone();
        let body = |row: &serde_json::Value| row["body"].as_str().map(str::to_owned);
        rows.iter().filter_map(body).collect::<Vec<_>>()
    };
    assert_eq!(
        bodies("/v1/posts").await,
        ["three", "two #Rust", "one #rust"]
    );
    assert_eq!(
        bodies("/v1/posts?hashtag=RUST").await,
        ["two #Rust", "one #rust"]
    );
    let of_bob = format!("/v1/posts?author={}", bob.id);
    assert_eq!(bodies(&of_bob).await, ["three", "two #Rust"]);
    let both = format!("{of_bob}&hashtag=rust&unknown=ignored");
    assert_eq!(bodies(&both).await, ["two #Rust"]);
    let user = format!("/v1/users/{}/posts", bob.id);
    assert_eq!(bodies(&user).await, ["three", "two #Rust"]);
    let carol = world.user("carol").await;
    let none = format!("/v1/users/{}/posts", carol.id);
    assert!(bodies(&none).await.is_empty());
}
