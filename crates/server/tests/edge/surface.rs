//! What the edge shows of itself, and what it refuses outright.

use super::harness::{Reply, Setup, answer, ok};

#[test]
fn the_server_header_tells_no_version() {
    let edge = Setup::new(|_| answer("200 OK", &[("Server", "inside/1.2.3")], "")).start();
    for target in ["/v1/posts", "/livez", "/healthcheck"] {
        assert_eq!(edge.get(target).header("server"), Some("nginx"), "{target}");
    }
    let edge = Setup::new(|_| Reply::Drop).start();
    let problem = edge.get("/v1/posts");
    problem.problem("bad_gateway");
    assert_eq!(problem.header("server"), Some("nginx"));
}

#[test]
fn trace_is_refused() {
    let edge = Setup::new(ok).start();
    let headers = [("Authorization", "Bearer s3cret")];
    for target in ["/v1/posts", "/healthcheck", "/v1/stream", "/v1/ws", "/"] {
        let answer = edge.send("TRACE", target, &headers, "");
        answer.problem("method_not_allowed");
        assert!(!answer.text().contains("s3cret"), "nothing is echoed");
    }
    assert!(edge.seen().is_empty());
}

#[test]
fn an_upgrade_is_offered_on_no_other_path() {
    let edge = Setup::new(ok).start();
    let headers = [("Upgrade", "websocket")];
    edge.get_with("/v1/posts", &headers);
    assert_eq!(edge.seen()[0].header("upgrade"), None);
}

#[test]
fn the_host_that_a_client_named_reaches_the_replica() {
    let edge = Setup::new(ok).start();
    edge.get("/v1/posts");
    assert_eq!(edge.seen()[0].header("host"), Some("edge"));
}
