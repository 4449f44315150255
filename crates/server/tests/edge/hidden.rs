//! What is for the inside only.

use super::harness::{Setup, ok};

#[test]
fn inner_paths_are_hidden() {
    let edge = Setup::new(ok).start();
    for target in [
        "/livez",
        "/readyz",
        "/metrics",
        "/metrics/",
        "/metrics/x",
        "/metrics?x=y",
        "/%6detrics",
        "//metrics",
        "/v1/../metrics",
        "/v1/..%2fmetrics",
        "/./livez",
    ] {
        let problem = edge.get(target).problem("not_found");
        assert_eq!(problem["detail"], "Nothing is here.", "{target}");
    }
    assert!(edge.seen().is_empty(), "no replica was asked");
}

#[test]
fn the_workings_of_the_edge_are_hidden() {
    let edge = Setup::new(ok).start();
    for target in [
        "/.edge/problem/502/bad_gateway",
        "/.edge/replica-health",
        "/%2eedge/replica-health",
    ] {
        edge.get(target).problem("not_found");
    }
    assert!(edge.seen().is_empty());
}

#[test]
fn everything_else_is_the_replicas_to_judge() {
    let edge = Setup::new(ok).start();
    for target in ["/", "/docs", "/openapi.json", "/livezz", "/v1/metrics"] {
        assert_eq!(edge.get(target).status, 200, "{target}");
    }
}
