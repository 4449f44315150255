//! Connections to the replicas, and which of them are asked.

use super::harness::{Reply, Setup, answer, ok};

#[test]
fn connections_to_the_replicas_are_used_again() {
    let edge = Setup::new(ok)
        // Each worker keeps its own.
        .change("worker_processes auto;", "worker_processes 1;")
        .start();
    for _ in 0..40 {
        assert_eq!(edge.get("/v1/posts").status, 200);
    }
    assert_eq!(edge.seen().len(), 40);
    assert_eq!(edge.replicas().connections(), 2, "one to each replica");
}

#[test]
fn both_replicas_are_asked() {
    let edge = Setup::new(ok).start();
    let answers: Vec<_> = (0..8).map(|_| edge.get("/v1/posts")).collect();
    for replica in ["a", "b"] {
        assert!(answers.iter().any(|answer| answer.text() == replica));
    }
}

/// Without `zone` every worker would count for itself, and ask four times as often.
#[test]
fn the_workers_count_failures_together() {
    let edge = Setup::new(|request| match request.replica {
        "a" => Reply::Drop,
        _ => ok(request),
    })
    .change("worker_processes auto;", "worker_processes 4;")
    .change("fail_timeout=2s", "fail_timeout=1h")
    .start();
    for _ in 0..60 {
        assert_eq!(edge.get("/v1/posts").text(), "b");
    }
    let seen = edge.seen();
    let failed = seen.iter().filter(|request| request.replica == "a").count();
    assert_eq!(failed, 3, "then it is left alone");
}

#[test]
fn an_answer_503_of_a_replica_is_passed_on_untouched() {
    let body = r#"{"type":"/docs/problems#unavailable","code":"unavailable"}"#;
    let edge = Setup::new(move |_| {
        let headers = [
            ("Content-Type", "application/problem+json"),
            ("Retry-After", "7"),
            ("X-Shed", "yes"),
        ];
        answer("503 Service Unavailable", &headers, body)
    })
    .start();
    let answer = edge.get("/v1/posts");
    assert_eq!(answer.status, 503);
    assert_eq!(answer.text(), body);
    assert_eq!(answer.header("retry-after"), Some("7"));
    assert_eq!(answer.header("x-shed"), Some("yes"));
    assert_eq!(edge.seen().len(), 1, "shed load is not doubled");
}
