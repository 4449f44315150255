//! Clients that dawdle are cut off; the replicas have no such limits of their own.

use std::io::{Read, Write};

use super::harness::{Edge, Setup, answer, connect, ok};
use crate::support::eventually;

/// Sends the beginning of a request, and waits for the end of the connection.
fn cut_off(edge: &Edge, beginning: &str) {
    let mut stream = connect(edge.address);
    stream.write_all(beginning.as_bytes()).expect("sent");
    let mut rest = Vec::new();
    // Closed or reset, but not left open until this side's patience ends.
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
    assert!(edge.seen().is_empty());
}

#[test]
fn in_the_headers() {
    let edge = Setup::new(ok)
        .change("client_header_timeout 5s;", "client_header_timeout 200ms;")
        .start();
    cut_off(&edge, "");
    cut_off(&edge, "GET /v1/posts HTTP/1.1\r\nHost: edge\r\nX-Slow: ");
}

#[test]
fn in_the_body() {
    let edge = Setup::new(ok)
        .change("client_body_timeout 10s;", "client_body_timeout 200ms;")
        .start();
    cut_off(
        &edge,
        "POST /v1/posts HTTP/1.1\r\nHost: edge\r\nContent-Length: 9\r\n\r\n{",
    );
}

#[test]
fn in_reading_the_answer() {
    const LARGE: usize = 50_000_000;
    let edge = Setup::new(|_| answer("200 OK", &[], &"x".repeat(LARGE)))
        .change("send_timeout 15s;", "send_timeout 200ms;")
        .start();
    let mut stream = connect(edge.address);
    stream
        .write_all(b"GET /v1/posts HTTP/1.1\r\nHost: edge\r\n\r\n")
        .expect("sent");
    // Nobody reads; what does not fit into the buffers of the machine is given up.
    eventually("the end of the request", || {
        edge.log("access.log").ends_with('\n').then_some(())
    });
    let mut rest = Vec::new();
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
    assert!(rest.len() < LARGE, "it was sent to the end");
}
