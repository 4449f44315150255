//! Being told to stop.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::{Account, PATIENCE, Program, Server, eventually};

fn server(drain_seconds: &str) -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::new(folder.path(), &["serve"]).var("DRAIN_SECONDS", drain_seconds);
    let server = Server::start(program);
    (folder, server)
}

/// Begins to publish a post and keeps the last byte back.
fn half_a_post(server: &Server, author: &Account) -> (TcpStream, &'static [u8]) {
    let (begin, end) = br#"{"body":"late"}"#.split_at(14);
    let mut stream = TcpStream::connect(server.address()).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    write!(
        stream,
        "POST /v1/posts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 15\r\n\r\n",
        author.access_token
    )
    .expect("sent");
    stream.write_all(begin).expect("sent");
    (stream, end)
}

fn wait_until_not_ready(server: &Server) {
    eventually("/readyz to fail", || {
        (server.client().get("/readyz").status == 503).then_some(())
    });
}

#[test]
fn goes_on_serving_then_finishes_what_is_in_flight() {
    let (folder, mut server) = server("2");
    let ada = server.client().register("ada");
    let (mut stream, rest) = half_a_post(&server, &ada);

    server.signal("TERM");
    wait_until_not_ready(&server);
    let during = ada.client.get("/v1/me");
    assert_eq!(during.status, 200, "still served: {during:?}");
    assert_eq!(during.header("connection"), Some("close"));
    assert_eq!(server.client().get("/livez").status, 200);
    let asked = Program::new(folder.path(), &["healthcheck"])
        .var("PORT", server.port())
        .run();
    assert!(asked.refused(1).contains("503"), "{asked:?}");

    eventually("new connections to be refused", || {
        TcpStream::connect(server.address()).err()
    });
    stream.write_all(rest).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert_eq!(server.ended(), Some(0), "{}", server.output());

    let server = Server::on_sqlite(folder.path());
    let feed = server.client().get("/v1/posts").json();
    assert_eq!(feed["data"][0]["body"], "late");
}

#[test]
fn a_request_that_never_ends_does_not_hold_it_for_ever() {
    let (_folder, mut server) = server("1");
    let ada = server.client().register("ada");
    let (_stream, _never_sent) = half_a_post(&server, &ada);
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0), "{}", server.output());
}

#[test]
fn an_interrupt_does_the_same() {
    let (_folder, mut server) = server("0");
    server.signal("INT");
    assert_eq!(server.ended(), Some(0), "{}", server.output());
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let (_folder, mut server) = server("3600");
    server.signal("TERM");
    wait_until_not_ready(&server);
    server.signal("TERM");
    assert_eq!(server.ended(), Some(1), "{}", server.output());
}
