//! The client's address, from trusted hops only.

use super::harness::{Setup, ok};

/// What a replica is told, and with which `X-Forwarded-For` of the client's.
#[track_caller]
fn told(trusted: &str, forwarded: &str) -> String {
    let edge = Setup::new(ok).var("EDGE_TRUSTED", trusted).start();
    let headers = [
        ("X-Forwarded-For", forwarded),
        ("X-Real-IP", "198.51.100.66"),
        ("Forwarded", "for=198.51.100.66"),
        ("X-Forwarded-Proto", "gopher"),
    ];
    edge.get_with("/v1/posts", &headers);
    let request = &edge.seen()[0];
    assert_eq!(request.header("x-real-ip"), None);
    assert_eq!(request.header("forwarded"), None);
    assert_eq!(request.header("x-forwarded-proto"), Some("http"));
    let told = request.header("x-forwarded-for").expect("an address");
    told.to_owned()
}

#[test]
fn a_client_is_not_believed() {
    assert_eq!(told("", "203.0.113.9"), "127.0.0.1");
    assert_eq!(told("10.0.0.0/8", "203.0.113.9"), "127.0.0.1");
}

#[test]
fn a_trusted_hop_is() {
    assert_eq!(told("127.0.0.1", "203.0.113.9"), "203.0.113.9");
}

#[test]
fn what_a_client_told_a_trusted_hop_is_not_believed() {
    assert_eq!(
        told("127.0.0.1", "198.51.100.66, 203.0.113.9"),
        "203.0.113.9"
    );
}

#[test]
fn several_trusted_hops_are_walked_through() {
    assert_eq!(
        told(
            "127.0.0.1,10.0.0.0/8",
            "198.51.100.66, 203.0.113.9, 10.1.2.3"
        ),
        "203.0.113.9"
    );
}
