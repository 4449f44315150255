//! Answers are compressed at the edge, once.

use std::io::Write;
use std::process::{Command, Stdio};

use super::harness::{Edge, Setup, answer};

const GZIP: (&str, &str) = ("Accept-Encoding", "gzip");

fn edge(body: String) -> Edge {
    Setup::new(move |_| {
        let headers = [
            ("Content-Type", "application/json"),
            ("ETag", "\"1-abc\""),
            ("Vary", "Accept-Encoding"),
        ];
        answer("200 OK", &headers, &body)
    })
    .start()
}

fn large() -> String {
    format!("[{}1]", "1234567890,".repeat(500))
}

fn unpacked(bytes: &[u8]) -> String {
    let mut gzip = Command::new("gzip")
        .arg("-dc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip runs");
    let mut input = gzip.stdin.take().expect("its input");
    input.write_all(bytes).expect("written");
    drop(input);
    let output = gzip.wait_with_output().expect("its output");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_large_answer_is_compressed_and_its_etag_is_weak() {
    let edge = edge(large());
    let answer = edge.get_with("/v1/posts", &[GZIP]);
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.header("etag"), Some("W/\"1-abc\""));
    assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
    assert!(answer.body.len() < large().len() / 2);
    assert_eq!(unpacked(&answer.body), large());
    let asked = &edge.seen()[0];
    assert_eq!(asked.header("accept-encoding"), None, "replicas do not");
}

#[test]
fn a_client_that_does_not_ask_gets_it_plain() {
    let answer = edge(large()).get("/v1/posts");
    assert_eq!(answer.header("content-encoding"), None);
    assert_eq!(answer.header("etag"), Some("\"1-abc\""));
    assert_eq!(answer.text(), large());
}

#[test]
fn a_small_answer_stays_as_it_is() {
    let answer = edge("[]".to_owned()).get_with("/v1/posts", &[GZIP]);
    assert_eq!(answer.header("content-encoding"), None);
    assert_eq!(answer.text(), "[]");
}

#[test]
fn an_etag_that_a_client_sends_back_reaches_the_replica() {
    let edge = edge(large());
    edge.send("PATCH", "/v1/posts/x", &[("If-Match", "W/\"1-abc\"")], "{}");
    let asked = &edge.seen()[0];
    assert_eq!(asked.header("if-match"), Some("W/\"1-abc\""));
}
