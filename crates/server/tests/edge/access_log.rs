//! The access log: one JSON object a line, and nothing in it that opens a door.

use serde_json::Value;

use super::harness::{Edge, Reply, Setup, ok};
use crate::support::eventually;

/// A line is written after its answer was sent, so those of several workers may change places.
fn lines(edge: &Edge, count: usize) -> Vec<Value> {
    eventually("the access log", || {
        let text = edge.log("access.log");
        let lines: Vec<&str> = text.lines().collect();
        (lines.len() >= count && text.ends_with('\n')).then(|| {
            let parsed = lines.iter().map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))
            });
            parsed.collect()
        })
    })
}

#[test]
fn a_line_tells_what_was_asked_and_who_answered() {
    let edge = Setup::new(|request| match request.number {
        0 => Reply::Drop,
        _ => ok(request),
    })
    .start();
    let headers = [("X-Request-Id", "mine-1"), ("User-Agent", "test/1")];
    edge.get_with("/v1/posts", &headers);
    let line = &lines(&edge, 1)[0];
    for (name, value) in [
        ("requestId", "mine-1"),
        ("client", "127.0.0.1"),
        ("method", "GET"),
        ("path", "/v1/posts"),
        ("protocol", "HTTP/1.1"),
        ("upstreamStatus", "502, 200"),
        ("userAgent", "test/1"),
    ] {
        assert_eq!(line[name], value, "{line}");
    }
    assert_eq!(line["status"], 200);
    assert_eq!(line["bytes"], 1);
    assert!(line["durationSeconds"].is_f64(), "{line}");
    let time = line["timestamp"].as_str().expect("a time");
    assert!(time.contains('T'), "RFC 3339: {time}");
}

#[test]
fn every_line_is_json_whatever_clients_send() {
    let edge = Setup::new(ok).start();
    edge.get_with("/v1/\"x\\", &[("User-Agent", "\"\\ \u{1f41f} \t {")]);
    edge.get("/v1/gr\u{fc}n");
    edge.raw(b"GET /v1/posts HTTP/1.1\r\nConnection: close\r\n\r\n");
    edge.raw(b"\"\\ nonsense\r\n\r\n");
    edge.get(&format!("/{}", "x".repeat(9000)));
    let lines = lines(&edge, 5);
    let mut statuses: Vec<_> = lines.iter().map(|line| line["status"].as_u64()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 400, 400, 414].map(Some));
}

#[test]
fn an_error_keeps_the_method_and_the_path_that_were_asked() {
    let edge = Setup::new(|_| Reply::Drop).start();
    edge.send("DELETE", "/v1/posts/x?y=z", &[], "");
    let line = &lines(&edge, 1)[0];
    assert_eq!(line["method"], "DELETE");
    assert_eq!(line["path"], "/v1/posts/x");
    assert_eq!(line["status"], 502);
}

#[test]
fn tokens_and_tickets_and_queries_are_in_no_log() {
    let edge = Setup::new(|_| Reply::Drop).var("MAX_BODY", "1k").start();
    for target in ["/v1/stream?ticket=s3cret", "/v1/ws?ticket=s3cret"] {
        let answer = edge.get_with(target, &[("Authorization", "Bearer s3cret")]);
        assert_eq!(answer.status, 502);
    }
    edge.get_with("/livez?s3cret", &[("Cookie", "s3cret")]);
    // What Nginx would quote in its error log when left to itself.
    let referer = [("Referer", "https://example.org/?ticket=s3cret")];
    assert_eq!(
        edge.get_with("/v1/posts?cursor=s3cret", &referer).status,
        502
    );
    let large = edge.send("POST", "/v1/posts?key=s3cret", &[], &"x".repeat(2_000));
    assert_eq!(large.status, 413);
    edge.get(&format!("/v1/posts?s3cret={}", "x".repeat(9_000)));
    let lines = lines(&edge, 6);
    let mut paths: Vec<_> = lines.iter().map(|line| line["path"].as_str()).collect();
    paths.sort_unstable();
    let posts = "/v1/posts";
    assert_eq!(
        paths,
        ["/", "/livez", posts, posts, "/v1/stream", "/v1/ws"].map(Some)
    );
    for log in ["access.log", "error.log"] {
        assert!(!edge.log(log).contains("s3cret"), "{}", edge.log(log));
    }
}

#[test]
fn what_the_machine_fails_at_is_told_but_never_with_a_ticket() {
    let setup = Setup::new(ok).change(
        "client_body_buffer_size 64k;",
        "client_body_buffer_size 1k;",
    );
    let edge = setup.start();
    // A folder that is a file now: nothing can be kept there.
    let bodies = edge.folder().join("state/body");
    std::fs::remove_dir_all(&bodies).expect("removed");
    std::fs::write(&bodies, "").expect("in the way");
    let body = "x".repeat(100_000);
    let failed = edge.send("POST", "/v1/posts", &[], &body);
    failed.problem("internal");
    assert!(
        edge.log("error.log").contains("[crit]"),
        "{}",
        edge.log("error.log")
    );
    let before = edge.log("error.log");
    for target in ["/v1/stream?ticket=s3cret", "/v1/ws?ticket=s3cret"] {
        assert_eq!(edge.send("POST", target, &[], &body).status, 500);
    }
    assert_eq!(edge.log("error.log"), before);
}
