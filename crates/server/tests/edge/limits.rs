//! How much one address may ask, and how large a request may be.

use super::harness::{Answer, Edge, Setup, ok};

fn strict() -> Setup {
    Setup::new(ok)
        .var("RATE_PER_SECOND", "1")
        .var("RATE_BURST", "3")
        .var("EDGE_TRUSTED", "127.0.0.1")
}

/// Asks until it is refused; a slow machine may earn some more in the meantime.
fn until_refused(mut ask: impl FnMut() -> Answer) -> Answer {
    (0..100)
        .map(|_| ask())
        .find(|answer| answer.status != 200)
        .expect("a refusal")
}

fn from(edge: &Edge, client: &str) -> Answer {
    edge.get_with("/v1/posts", &[("X-Forwarded-For", client)])
}

#[test]
fn an_address_that_asks_too_often_is_told_to_wait() {
    let edge = strict().start();
    until_refused(|| from(&edge, "203.0.113.9")).problem("rate_limited");
    assert!(edge.seen().len() >= 4, "the burst was let through");
    assert_eq!(from(&edge, "203.0.113.10").status, 200, "others are free");
}

#[test]
fn a_post_with_a_key_counts_too() {
    let edge = strict().start();
    until_refused(|| edge.send("POST", "/v1/posts", &[("Idempotency-Key", "k")], "{}"))
        .problem("rate_limited");
}

#[test]
fn the_limit_can_be_switched_off() {
    let edge = strict().var("RATE_LIMIT", "off").start();
    for _ in 0..60 {
        assert_eq!(edge.get("/v1/posts").status, 200);
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_by_its_length() {
    let edge = Setup::new(ok).var("MAX_BODY", "1k").start();
    edge.send("POST", "/v1/posts", &[], &"x".repeat(1025))
        .problem("payload_too_large");
    assert!(edge.seen().is_empty());
    let largest = edge.send("POST", "/v1/posts", &[], &"x".repeat(1024));
    assert_eq!(largest.status, 200);
}

#[test]
fn a_body_that_is_too_large_is_refused_in_chunks() {
    let edge = Setup::new(ok).var("MAX_BODY", "1k").start();
    for key in ["", "Idempotency-Key: k\r\n"] {
        let text = format!(
            "POST /v1/posts HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n{key}\
             Transfer-Encoding: chunked\r\n\r\n401\r\n{}\r\n0\r\n\r\n",
            "x".repeat(0x401)
        );
        edge.raw(text.as_bytes()).problem("payload_too_large");
    }
    assert!(edge.seen().is_empty());
}

#[test]
fn an_address_that_is_too_long_is_refused() {
    let edge = Setup::new(ok).start();
    edge.get(&format!("/v1/search?q={}", "x".repeat(9000)))
        .problem("uri_too_long");
    assert!(edge.seen().is_empty());
}

#[test]
fn headers_that_are_too_large_are_refused() {
    let edge = Setup::new(ok).start();
    let large = "x".repeat(9000);
    edge.get_with("/v1/posts", &[("X-Large", &large)])
        .problem("bad_request");
    let many: Vec<(&str, &str)> = vec![("X-Large", &large[..7000]); 6];
    edge.get_with("/v1/posts", &many).problem("bad_request");
    assert!(edge.seen().is_empty());
}
