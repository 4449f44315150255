//! Every answer has a request id, and a replica knows the same one.

use super::harness::{Edge, Reply, Setup, answer, ok};

fn edge() -> Edge {
    Setup::new(|_| answer("200 OK", &[("X-Request-Id", "the-replicas-own")], "")).start()
}

/// The id of the answer, once the replica was found to have been told the same.
fn id(edge: &Edge, headers: &[(&str, &str)]) -> String {
    let answer = edge.get_with("/v1/posts", headers);
    let id = answer.header("x-request-id").expect("an id").to_owned();
    let seen = edge.seen();
    let told = seen.last().expect("a request").header("x-request-id");
    assert_eq!(told, Some(id.as_str()));
    id
}

#[test]
fn one_is_made_when_there_is_none() {
    let edge = edge();
    let first = id(&edge, &[]);
    assert_eq!(first.len(), 32, "{first}");
    assert!(first.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_ne!(id(&edge, &[]), first);
}

#[test]
fn a_sane_one_is_kept() {
    let edge = edge();
    let longest = "x".repeat(128);
    for sane in ["7", "mine_1.2-3", &longest] {
        assert_eq!(id(&edge, &[("X-Request-Id", sane)]), sane);
    }
}

#[test]
fn another_is_replaced() {
    let edge = edge();
    let too_long = "x".repeat(129);
    for odd in ["", "a b", "\"", "a\\n", "\u{fc}", "{}", &too_long] {
        let id = id(&edge, &[("X-Request-Id", odd)]);
        assert_eq!(id.len(), 32, "{odd} became {id}");
    }
}

#[test]
fn errors_of_the_edge_have_it_too() {
    let edge = Setup::new(|_| Reply::Drop).start();
    let mine = [("X-Request-Id", "mine-1")];
    for (target, code) in [("/v1/posts", "bad_gateway"), ("/livez", "not_found")] {
        let problem = edge.get_with(target, &mine).problem(code);
        assert_eq!(problem["requestId"], "mine-1");
    }
    let made = edge.get("/v1/posts").problem("bad_gateway");
    assert_eq!(made["requestId"].as_str().map(str::len), Some(32));
}

#[test]
fn a_second_try_is_the_same_request() {
    let edge = Setup::new(|request| match request.number {
        0 => Reply::Drop,
        _ => ok(request),
    })
    .start();
    edge.send("POST", "/v1/posts", &[("Idempotency-Key", "k")], "{}");
    let seen = edge.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(
        seen[0].header("x-request-id"),
        seen[1].header("x-request-id")
    );
}
