//! What goes around every request.

use serde_json::json;
use std::sync::{Arc, Mutex};
use thoughts_http::Admission;
use thoughts_use_cases::idempotency::Settled;
use thoughts_use_cases::posts::{MockPostQueries, MockPublishPost, PublishPostError};
use thoughts_use_cases::storage::StorageError;

use crate::support::{World, world, world_with};

#[tokio::test]
async fn what_poem_refuses_has_the_one_shape() {
    let world = world();
    let reply = world
        .get("/nowhere?q=1")
        .send()
        .await
        .problem(404, "not_found");
    assert_eq!(reply.text("/instance"), "/nowhere");
    for path in ["/v1/posts/", "/v1", "//v1/posts", "/v1/posts/a/b/c"] {
        world.get(path).send().await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn every_path_knows_its_methods() {
    let world = world();
    for (path, method, allow) in [
        ("/v1/posts", "PUT", "GET, HEAD, OPTIONS, POST"),
        ("/v1/posts/x", "POST", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("/v1/auth/login", "GET", "OPTIONS, POST"),
        ("/v1/posts", "TRACE", "GET, HEAD, OPTIONS, POST"),
        ("/v1/posts", "BREW", "GET, HEAD, OPTIONS, POST"),
        ("/livez", "POST", "GET, HEAD, OPTIONS"),
        ("/docs", "DELETE", "GET, HEAD, OPTIONS"),
        ("/v1/auth/login", "HEAD", "OPTIONS, POST"),
    ] {
        let reply = world.call(method, path).send().await;
        let reply = reply.problem(405, "method_not_allowed");
        assert_eq!(reply.header("allow"), Some(allow), "{method} {path}");
        let options = world.call("OPTIONS", path).send().await.expect(204);
        assert_eq!(options.header("allow"), Some(allow), "{path}");
    }
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "hello").await;
    for path in [
        format!("/v1/posts/{post}"),
        "/v1/posts".to_owned(),
        "/docs".to_owned(),
    ] {
        let get = world.get(&path).send().await.expect(200);
        let head = world.call("HEAD", &path).send().await.expect(200);
        for name in [
            "etag",
            "cache-control",
            "content-type",
            "event-position",
            "link",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

/// Beside what is asserted of each answer that any of these tests gets (`Reply::guarded`).
#[tokio::test]
async fn no_page_may_show_an_answer_and_only_documents_may_run_scripts() {
    let world = world();
    for (path, status, policy) in [
        (
            "/v1/posts",
            200,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (
            "/nowhere",
            404,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (
            "/docs/nowhere",
            404,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        ("/v1/me", 401, "default-src 'none'; frame-ancestors 'none'"),
        (
            "/docs",
            200,
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
        ),
    ] {
        let reply = world.get(path).send().await.expect(status);
        assert_eq!(reply.header("content-security-policy"), Some(policy));
    }
}

#[tokio::test]
async fn a_sane_request_id_is_kept_and_another_replaced() {
    let world = world();
    let sane = "x".repeat(128);
    for id in ["a", "A-z_0.9", &sane] {
        let reply = world
            .get("/v1/posts")
            .header("x-request-id", id)
            .send()
            .await;
        assert_eq!(reply.header("x-request-id"), Some(id));
        let reply = world
            .get("/nowhere")
            .header("x-request-id", id)
            .send()
            .await;
        assert_eq!(reply.text("/requestId"), id);
    }
    for id in ["", "a b", "a\"b", "é", &"x".repeat(129)] {
        let reply = world
            .get("/v1/posts")
            .header("x-request-id", id)
            .send()
            .await;
        let given = reply.header("x-request-id").expect("an id");
        assert_eq!(given.len(), 24, "{id}");
    }
}

/// Publishes with a `traceparent`, and tells what reached the use case.
async fn trace_of(traceparent: &str) -> Option<String> {
    let seen = Arc::new(Mutex::new(None));
    let note = Arc::clone(&seen);
    let mut publish = MockPublishPost::new();
    publish.expect_execute().returning(move |command| {
        *note.lock().expect("a lock") = command.trace.0;
        Err::<Settled<_>, _>(PublishPostError::Storage(StorageError::Conflict(
            "x".into(),
        )))
    });
    let world = world_with(|ports| ports.publish_post = Arc::new(publish));
    let alice = world.user("alice").await;
    let call = world
        .post("/v1/posts", &json!({"body": "hello"}))
        .by(&alice);
    call.header("traceparent", traceparent)
        .send()
        .await
        .expect(503);
    seen.lock().expect("a lock").take()
}

#[tokio::test]
async fn a_valid_trace_goes_on() {
    let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assert_eq!(trace_of(good).await.as_deref(), Some(good));
    assert_eq!(trace_of("00-0-0-01").await, None);
}

fn with_origins() -> World {
    let origins = vec!["https://app.example".to_owned()];
    world_with(|ports| ports.settings.cors_origins = origins)
}

#[tokio::test]
async fn listed_origins_may_read() {
    let world = with_origins();
    let call = world
        .get("/v1/posts")
        .header("origin", "https://app.example");
    let reply = call.send().await.expect(200);
    let allowed = reply.header("access-control-allow-origin");
    assert_eq!(allowed, Some("https://app.example"));
    let exposed = reply
        .header("access-control-expose-headers")
        .expect("a list");
    for name in ["etag", "link", "event-position", "x-request-id", "location"] {
        assert!(exposed.contains(name), "{exposed}");
    }
    assert_eq!(
        reply.header("vary"),
        Some("Authorization, Accept-Encoding, Origin")
    );
}

/// A page that may read answers may read refusals too, whoever gives them, and never with the
/// credentials of a browser: tokens go into a header, and there are no cookies.
#[tokio::test]
async fn listed_origins_may_read_errors_too_and_none_sends_credentials() {
    let mut broken = MockPostQueries::new();
    broken.expect_feed().returning(|_, _, _| panic!("broken"));
    let origins = vec!["https://app.example".to_owned()];
    let world = world_with(|ports| {
        ports.posts = Arc::new(broken);
        ports.settings.cors_origins = origins.clone();
    });
    let full = world_with(|ports| {
        ports.settings.cors_origins = origins.clone();
        ports.settings.admission = Admission {
            max_in_flight: 0,
            max_queued: 0,
            ..Admission::default()
        };
    });
    let huge = "x".repeat(70_000);
    for (call, status) in [
        (world.get("/v1/me"), 401),
        (world.get("/nowhere"), 404),
        (world.call("DELETE", "/v1/posts"), 405),
        (world.call("POST", "/v1/posts").raw(huge), 413),
        (world.get("/v1/posts"), 500),
        (full.get("/v1/posts"), 503),
    ] {
        let call = call.header("origin", "https://app.example");
        let reply = call.send().await.expect(status);
        let allowed = reply.header("access-control-allow-origin");
        assert_eq!(allowed, Some("https://app.example"), "{status}");
        assert_eq!(reply.header("access-control-allow-credentials"), None);
        let exposed = reply.header("access-control-expose-headers");
        assert!(exposed.is_some_and(|names| names.contains("retry-after")));
    }
    let preflight = world.call("OPTIONS", "/v1/me");
    let preflight = preflight.header("origin", "https://app.example");
    let preflight = preflight.header("access-control-request-method", "GET");
    let preflight = preflight.send().await.expect(200);
    assert_eq!(preflight.header("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn preflights_are_answered_for_listed_origins_alone() {
    let world = with_origins();
    let ask = async |origin: &[u8], method: &str| {
        let call = world.call("OPTIONS", "/v1/posts").header("origin", origin);
        let call = call.header("access-control-request-method", method);
        let call = call.header("access-control-request-headers", "authorization");
        call.send().await
    };
    let reply = ask(b"https://app.example", "POST").await.expect(200);
    assert!(
        reply
            .header("access-control-allow-methods")
            .expect("methods")
            .contains("POST")
    );
    assert!(reply.header("access-control-allow-headers").is_some());
    ask(b"https://app.example", "TRACE")
        .await
        .problem(403, "forbidden");
    for origin in [
        "https://evil.example",
        "https://app.example.evil.example",
        "null",
        "é",
    ] {
        let reply = ask(origin.as_bytes(), "POST").await.expect(204);
        assert_eq!(
            reply.header("access-control-allow-origin"),
            None,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn other_origins_are_served_without_leave_to_read() {
    for world in [with_origins(), world()] {
        for origin in ["https://evil.example", "http://localhost:3000", "null"] {
            let call = world.get("/v1/posts").header("origin", origin);
            let reply = call.send().await.expect(200);
            assert_eq!(
                reply.header("access-control-allow-origin"),
                None,
                "{origin}"
            );
        }
    }
}

#[tokio::test]
async fn links_are_absolute_where_the_public_address_is_known() {
    let public = Some("https://api.example".to_owned());
    let world = world_with(|ports| ports.settings.public_url = public);
    let reply = world.get("/nowhere").send().await.expect(404);
    let expected = "https://api.example/docs/problems#not_found";
    assert_eq!(reply.text("/type"), expected);
}
