//! What is refused.

use serde_json::json;

use crate::support::{Reply, world};

fn entry(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[tokio::test]
async fn all_faults_of_a_body_are_told_at_once() {
    let world = world();
    let body = json!({
        "handle": "no spaces",
        "displayName": "x".repeat(51),
        "email": "nowhere",
        "password": "short",
    });
    let reply = world.post("/v1/auth/register", &body).send().await;
    let expected = [
        entry("/handle", "invalid_character"),
        entry("/displayName", "too_long"),
        entry("/email", "invalid_email"),
        entry("/password", "too_short"),
    ];
    assert_eq!(reply.refused(), expected);
    let reply = world
        .post("/v1/auth/register", &json!({"handle": null}))
        .send()
        .await;
    let expected = [
        entry("/handle", "invalid_type"),
        entry("/displayName", "required"),
        entry("/email", "required"),
        entry("/password", "required"),
    ];
    assert_eq!(reply.refused(), expected);
}

#[tokio::test]
async fn faults_of_body_headers_and_query_come_together() {
    let world = world();
    let alice = world.user("alice").await;
    let call = world.post("/v1/posts", &json!({"body": "  "})).by(&alice);
    let reply = call.header("idempotency-key", "").send().await;
    let expected = [
        entry("/header/Idempotency-Key", "invalid_key"),
        entry("/body", "too_short"),
    ];
    assert_eq!(reply.refused(), expected);
    let path = "/v1/posts?limit=0&author=me&hashtag=a%20b";
    let expected = [
        entry("/query/author", "invalid_id"),
        entry("/query/hashtag", "invalid_hashtag"),
        entry("/query/limit", "out_of_range"),
    ];
    assert_eq!(world.get(path).send().await.refused(), expected);
}

#[tokio::test]
async fn limits_are_whole_numbers_to_a_hundred() {
    let world = world();
    for limit in ["1", "100"] {
        world
            .get(&format!("/v1/users?limit={limit}"))
            .send()
            .await
            .expect(200);
    }
    for limit in [
        "0",
        "101",
        "-1",
        "+5",
        "1.5",
        "",
        "x",
        "99999999999999999999",
    ] {
        let reply = world.get(&format!("/v1/users?limit={limit}")).send().await;
        assert_eq!(
            reply.refused(),
            [entry("/query/limit", "out_of_range")],
            "{limit}"
        );
    }
}

async fn raw(content_type: Option<&str>, body: &str) -> Reply {
    let world = world();
    let alice = world.user("alice").await;
    let mut call = world.call("POST", "/v1/posts").by(&alice);
    if let Some(content_type) = content_type {
        call = call.header("content-type", content_type);
    }
    call.raw(body.to_owned()).send().await
}

#[tokio::test]
async fn json_is_read_strictly() {
    for (body, pointer, code) in [
        ("{\"body\":\"a\",\"media\":[]}", "/media", "unknown_field"),
        (
            "{\"body\":\"a\",\"quoted_post_id\":null}",
            "/quoted_post_id",
            "unknown_field",
        ),
        ("{\"a/b~c\":1}", "/a~1b~0c", "unknown_field"),
        (
            "{\"body\":\"a\",\"body\":\"b\"}",
            "/body",
            "duplicate_field",
        ),
        ("{\"body\":1}", "/body", "invalid_type"),
        ("{\"body\":[\"a\"]}", "/body", "invalid_type"),
        ("{\"body\":null}", "/body", "invalid_type"),
        ("{}", "/body", "required"),
        ("[]", "", "invalid_type"),
        ("[\"a\"]", "", "invalid_type"),
        ("\"a\"", "", "invalid_type"),
        ("null", "", "invalid_type"),
        ("", "", "invalid_json"),
        ("{", "", "invalid_json"),
        ("{\"body\":\"a\"} x", "", "invalid_json"),
        ("{\"body\":\"\\ud800\"}", "", "invalid_json"),
        ("{\"body\":\"a\",}", "", "invalid_json"),
    ] {
        let refused = raw(Some("application/json"), body).await.refused();
        assert_eq!(refused, [entry(pointer, code)], "{body}");
    }
}

#[tokio::test]
async fn nested_fields_are_pointed_at() {
    let world = world();
    let alice = world.user("alice").await;
    for (body, pointer, code) in [
        (
            json!({"settings": {"language": "xx"}}),
            "/settings/language",
            "invalid_choice",
        ),
        (
            json!({"settings": {"theme": 1}}),
            "/settings/theme",
            "unknown_field",
        ),
        (
            json!({"settings": {"language": 1}}),
            "/settings/language",
            "invalid_type",
        ),
        (json!({"settings": null}), "/settings", "invalid_type"),
        (json!({"settings": ["pt"]}), "/settings", "invalid_type"),
        (json!({"displayName": null}), "/displayName", "invalid_type"),
        (
            json!({"avatarUrl": "javascript:x"}),
            "/avatarUrl",
            "invalid_url",
        ),
        (
            json!({"email": "new@example.com"}),
            "/email",
            "unknown_field",
        ),
    ] {
        let reply = world.patch("/v1/me", &body).by(&alice).send().await;
        assert_eq!(reply.refused(), [entry(pointer, code)], "{body}");
    }
}

#[tokio::test]
async fn only_plain_json_in_utf8_is_taken() {
    let good = "{\"body\":\"a\"}";
    for content_type in [
        "application/json",
        "Application/JSON; Charset=\"UTF-8\"",
        "application/merge-patch+json",
    ] {
        raw(Some(content_type), good).await.expect(201);
    }
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/jsonp"),
        Some("application/json; charset=utf-16"),
        Some("application/x-www-form-urlencoded"),
    ] {
        raw(content_type, good)
            .await
            .problem(415, "unsupported_media_type");
    }
    let world = world();
    let alice = world.user("alice").await;
    let call = world.post("/v1/posts", &json!({"body": "a"})).by(&alice);
    let reply = call.header("content-encoding", "gzip").send().await;
    reply.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn bodies_end_at_64_kib_announced_or_not() {
    let world = world();
    let alice = world.user("alice").await;
    let large = "x".repeat(64 * 1024 + 1);
    let announced = world
        .call("POST", "/v1/posts")
        .header("content-length", "65537");
    announced
        .raw(large.clone())
        .send()
        .await
        .problem(413, "payload_too_large");
    let chunks = large
        .into_bytes()
        .chunks(1000)
        .map(<[u8]>::to_vec)
        .collect::<Vec<_>>();
    let stream = futures_util::stream::iter(chunks.into_iter().map(Ok::<_, std::io::Error>));
    let body = poem::Body::from_bytes_stream(stream);
    let chunked = world.call("POST", "/v1/posts").by(&alice);
    chunked
        .raw(body)
        .send()
        .await
        .problem(413, "payload_too_large");
    let fits = format!("{{\"body\":\"a\"}}{}", " ".repeat(64 * 1024 - 12));
    let call = world.call("POST", "/v1/posts").by(&alice);
    let call = call.header("content-type", "application/json");
    call.raw(fits).send().await.expect(201);
}
