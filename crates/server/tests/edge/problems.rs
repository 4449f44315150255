//! The edge's own errors have the one shape that the API has.

use super::harness::{Reply, Setup, answer, ok};

#[test]
fn no_server_could_answer() {
    let edge = Setup::new(|_| Reply::Drop).start();
    let problem = edge.get("/v1/posts?limit=3").problem("bad_gateway");
    assert_eq!(problem["instance"], "/v1/posts", "without the query");
}

#[test]
fn no_server_answered_in_time() {
    let edge = Setup::new(|_| Reply::Hang)
        .change("proxy_read_timeout 15s;", "proxy_read_timeout 200ms;")
        .start();
    edge.get("/v1/posts").problem("gateway_timeout");
    assert_eq!(edge.seen().len(), 2, "a read waits for both");
    edge.send("POST", "/v1/posts", &[], "{}")
        .problem("gateway_timeout");
    assert_eq!(edge.seen().len(), 3, "a POST without a key for one");
}

/// Nginx has few reasons to give these itself, so the copy under test gets one for each.
#[test]
fn busy_and_broken() {
    let edge = Setup::new(ok)
        .change(
            "location / {",
            "location = /busy { return 503; } location = /broken { return 500; } location / {",
        )
        .start();
    edge.get("/busy").problem("unavailable");
    edge.get("/broken").problem("internal");
}

#[test]
fn a_request_that_is_not_http() {
    let edge = Setup::new(ok).start();
    edge.raw(b"GET /v1/posts HTTP/1.1\r\nConnection: close\r\n\r\n")
        .problem("bad_request");
    assert!(edge.seen().is_empty(), "without a Host nobody is asked");
}

#[test]
fn a_path_cannot_break_the_document() {
    let edge = Setup::new(|_| Reply::Drop).start();
    for (target, instance) in [
        (r#"/v1/"x"#, "/v1/"),
        (r"/v1/\x", "/v1/"),
        ("/v1/%22x", "/v1/%22x"),
        ("/v1/gr\u{fc}n", "/v1/gr"),
    ] {
        let problem = edge.get(target).problem("bad_gateway");
        assert_eq!(problem["instance"], instance, "{target}");
    }
}

#[test]
fn links_begin_with_the_public_url() {
    let edge = Setup::new(|_| Reply::Drop)
        .var("PUBLIC_URL", "https://thoughts.example")
        .start();
    let problem: serde_json::Value =
        serde_json::from_slice(&edge.get("/v1/posts").body).expect("JSON");
    let link = "https://thoughts.example/docs/problems#bad_gateway";
    assert_eq!(problem["type"], link);
}

#[test]
fn problems_of_the_replicas_are_theirs() {
    for status in ["400 Bad Request", "404 Not Found", "413 Payload Too Large"] {
        let edge = Setup::new(move |_| answer(status, &[], "theirs")).start();
        assert_eq!(edge.get("/v1/posts").text(), "theirs", "{status}");
    }
}
