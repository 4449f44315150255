//! What is tried again when a replica hangs up, and what is not.

use super::harness::{Answer, Edge, Reply, Setup, ok};

const KEY: (&str, &str) = ("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324");

/// The first request that any replica sees gets no answer.
fn first_is_dropped() -> Edge {
    Setup::new(|request| match request.number {
        0 => Reply::Drop,
        _ => ok(request),
    })
    .start()
}

#[track_caller]
fn tried_again(method: &str, headers: &[(&str, &str)], body: &str) {
    let edge = first_is_dropped();
    let answer = edge.send(method, "/v1/posts/x?y=z", headers, body);
    assert_eq!(answer.status, 200, "{answer:?}");
    let seen = edge.seen();
    assert_eq!(seen.len(), 2, "{method}");
    assert_ne!(seen[0].replica, seen[1].replica, "by the other one");
    for request in &seen {
        assert_eq!(request.method, method);
        assert_eq!(request.target, "/v1/posts/x?y=z");
        assert_eq!(request.body, body.as_bytes());
    }
}

#[track_caller]
fn tried_once(method: &str, headers: &[(&str, &str)]) {
    let edge = first_is_dropped();
    let answer: Answer = edge.send(method, "/v1/posts", headers, "{}");
    answer.problem("bad_gateway");
    assert_eq!(edge.seen().len(), 1, "{method}");
}

#[test]
fn a_read_is() {
    tried_again("GET", &[], "");
}

#[test]
fn put_and_delete_are() {
    tried_again("PUT", &[], "{}");
    tried_again("DELETE", &[], "");
}

#[test]
fn a_post_with_a_key_is() {
    tried_again("POST", &[KEY], r#"{"body":"hello"}"#);
}

#[test]
fn a_post_without_a_key_is_not() {
    tried_once("POST", &[]);
}

#[test]
fn a_post_with_an_empty_key_is_not() {
    tried_once("POST", &[("Idempotency-Key", "")]);
}

#[test]
fn a_patch_is_not_even_with_a_key() {
    tried_once("PATCH", &[KEY]);
}

#[test]
fn a_post_with_a_key_is_tried_twice_and_then_told_of() {
    let edge = Setup::new(|_| Reply::Drop).start();
    let answer = edge.send("POST", "/v1/posts", &[KEY], "{}");
    answer.problem("bad_gateway");
    assert_eq!(edge.seen().len(), 2);
}
