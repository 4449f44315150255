//! `/healthcheck`: the overall status and nothing else, whatever the replicas say.

use super::harness::{Answer, Edge, Reply, Request, Setup, answer};

const DETAIL: &str = r#"{"status":"pass","checks":{"database":[{"status":"pass"}]}}"#;

fn healthy(_: &Request) -> Reply {
    answer(
        "200 OK",
        &[("Content-Type", "application/health+json")],
        DETAIL,
    )
}

fn unwell(_: &Request) -> Reply {
    answer(
        "503 Service Unavailable",
        &[("X-Inside", "database")],
        DETAIL,
    )
}

#[track_caller]
fn says(edge: &Edge, status: u16, body: &str) -> Answer {
    let answer = edge.get("/healthcheck");
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.text(), body);
    assert_eq!(
        answer.header("content-type"),
        Some("application/health+json")
    );
    assert_eq!(answer.header("cache-control"), Some("max-age=1"));
    assert!(answer.header("x-request-id").is_some());
    assert_eq!(answer.header("x-inside"), None);
    answer.guards_the_browser();
    answer
}

#[test]
fn both_are_well() {
    let edge = Setup::new(healthy).start();
    says(&edge, 200, r#"{"status":"pass"}"#);
    let asked = &edge.seen()[0];
    assert_eq!(asked.target, "/healthcheck");
}

#[test]
fn one_is_enough() {
    for down in [|_: &Request| Reply::Drop, unwell] {
        for well in ["a", "b"] {
            let edge = Setup::new(move |request| match request.replica {
                name if name == well => healthy(request),
                _ => down(request),
            })
            .start();
            says(&edge, 200, r#"{"status":"pass"}"#);
        }
    }
}

#[test]
fn none_is_not() {
    for down in [|_: &Request| Reply::Drop, unwell] {
        let edge = Setup::new(down).start();
        says(&edge, 503, r#"{"status":"fail"}"#);
    }
}

#[test]
fn head_is_answered_too() {
    let edge = Setup::new(healthy).start();
    let answer = edge.send("HEAD", "/healthcheck", &[], "");
    assert_eq!(answer.status, 200);
    assert!(answer.body.is_empty());
}

#[test]
fn other_methods_are_not() {
    let edge = Setup::new(healthy).start();
    for method in ["POST", "DELETE"] {
        edge.send(method, "/healthcheck", &[], "")
            .problem("method_not_allowed");
    }
    assert!(edge.seen().is_empty());
}

#[test]
fn it_is_cached_for_a_moment_and_never_limited() {
    let edge = Setup::new(healthy)
        .var("RATE_PER_SECOND", "1")
        .var("RATE_BURST", "1")
        .start();
    for number in 0..40 {
        let token = format!("Bearer {number}");
        let answer = edge.get_with("/healthcheck", &[("Authorization", &token)]);
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    assert!(
        edge.seen().len() < 40,
        "a token does not get past the cache"
    );
}
