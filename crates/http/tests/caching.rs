//! Entity tags, conditions and caches.

use serde_json::json;

use crate::support::world;

const PUBLIC: &str = "public, max-age=1, stale-while-revalidate=5";

#[tokio::test]
async fn a_reader_who_has_it_gets_304() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "hello").await);
    let fresh = world.get(&path).send().await.expect(200);
    let tag = fresh.header("etag").expect("a tag").to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    for condition in [
        tag.clone(),
        format!("W/{tag}"),
        format!("\"x\", {tag}"),
        "*".to_owned(),
    ] {
        let call = world.get(&path).header("if-none-match", &condition);
        let reply = call.send().await.expect(304);
        assert!(reply.body.is_empty());
        assert_eq!(reply.header("etag"), Some(tag.as_str()), "{condition}");
        assert_eq!(reply.header("cache-control"), Some(PUBLIC));
        assert_eq!(reply.header("vary"), fresh.header("vary"));
        assert!(reply.header("event-position").is_some());
    }
    for condition in ["\"1-other\"", "not a tag"] {
        let call = world.get(&path).header("if-none-match", condition);
        call.send().await.expect(200);
    }
}

#[tokio::test]
async fn a_comment_changes_the_tag_but_spoils_no_edit() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "hello").await;
    let path = format!("/v1/posts/{post}");
    let before = world
        .get(&path)
        .send()
        .await
        .header("etag")
        .map(str::to_owned);
    world.a_comment(&alice, &post, None).await;
    let after = world
        .get(&path)
        .send()
        .await
        .header("etag")
        .map(str::to_owned);
    assert_ne!(before, after);
    let edit = world.patch(&path, &json!({"body": "new"})).by(&alice);
    let edit = edit.header("if-match", before.expect("a tag"));
    edit.send().await.expect(200);
}

#[tokio::test]
async fn writers_conditions_follow_the_rfc() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "hello").await);
    let edit = async |condition: &str, body: &str| {
        let call = world.patch(&path, &json!({"body": body})).by(&alice);
        call.header("if-match", condition).send().await
    };
    edit("*", "a").await.expect(200);
    edit("W/\"2-abc\"", "b").await.expect(200);
    edit("\"1-abc\", \"3-def\"", "c").await.expect(200);
    edit("\"1-abc\"", "d")
        .await
        .problem(412, "precondition_failed");
    edit("\"foreign\"", "d")
        .await
        .problem(412, "precondition_failed");
    let refused = edit("4", "d").await.refused();
    assert_eq!(
        refused,
        [("/header/If-Match".into(), "invalid_etag".into())]
    );
    let gone = world.patch("/v1/posts/tz4a98xxat96iws9zmbrgj3a", &json!({"body": "x"}));
    let gone = gone.by(&alice).header("if-match", "\"1-abc\"").send().await;
    gone.problem(404, "not_found");
}

#[tokio::test]
async fn only_anonymous_reads_may_be_kept() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "hello").await);
    for path in [
        path.as_str(),
        "/v1/posts",
        "/v1/users",
        "/.well-known/jwks.json",
    ] {
        let anonymous = world.get(path).send().await.expect(200);
        assert_eq!(anonymous.header("cache-control"), Some(PUBLIC), "{path}");
        let vary = anonymous.header("vary");
        assert_eq!(vary, Some("Authorization, Accept-Encoding, Origin"));
        let own = world.get(path).by(&alice).send().await.expect(200);
        assert_eq!(
            own.header("cache-control"),
            Some("private, no-store"),
            "{path}"
        );
    }
    let write = world.post("/v1/posts", &json!({"body": "x"})).by(&alice);
    let write = write.send().await.expect(201);
    assert_eq!(write.header("cache-control"), Some("private, no-store"));
    let missing = world.get("/v1/posts/x").send().await.expect(404);
    assert_eq!(missing.header("cache-control"), Some("no-store"));
    for path in ["/livez", "/readyz", "/healthcheck"] {
        let reply = world.get(path).send().await.expect(200);
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
    }
}
