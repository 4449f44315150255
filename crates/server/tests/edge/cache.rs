//! Anonymous reads are kept for as long as the replica allows; nothing else is.

use super::harness::{Edge, Setup, answer};

/// Each answer is another one. A minute, so that no slow machine outlasts it.
fn edge(cache_control: &'static str) -> Edge {
    Setup::new(move |request| {
        let headers = [
            ("Content-Type", "application/json"),
            ("Cache-Control", cache_control),
            ("Vary", "Authorization, Accept-Encoding, Origin"),
        ];
        answer("200 OK", &headers, &request.number.to_string())
    })
    .start()
}

const PUBLIC: &str = "public, max-age=60, stale-while-revalidate=5";
const ADA: (&str, &str) = ("Authorization", "Bearer ada");

#[test]
fn two_anonymous_reads_ask_a_replica_once() {
    let edge = edge(PUBLIC);
    assert_eq!(edge.get("/v1/posts").text(), "0");
    let again = edge.get("/v1/posts");
    assert_eq!(again.text(), "0");
    assert_eq!(again.header("cache-control"), Some(PUBLIC));
    assert_eq!(edge.seen().len(), 1);
}

#[test]
fn another_query_or_host_or_origin_is_another_read() {
    let edge = edge(PUBLIC);
    assert_eq!(edge.get("/v1/posts").text(), "0");
    assert_eq!(edge.get("/v1/posts?limit=3").text(), "1");
    let origin = [("Origin", "https://app.example")];
    assert_eq!(edge.get_with("/v1/posts", &origin).text(), "2");
    let elsewhere = b"GET /v1/posts HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n";
    assert_eq!(edge.raw(elsewhere).text(), "3");
}

#[test]
fn somebody_signed_in_is_never_given_what_is_kept() {
    let edge = edge(PUBLIC);
    assert_eq!(edge.get("/v1/posts").text(), "0");
    assert_eq!(edge.get_with("/v1/posts", &[ADA]).text(), "1");
    let cookie = [("Cookie", "session=ada")];
    assert_eq!(edge.get_with("/v1/posts", &cookie).text(), "2");
    assert_eq!(edge.get("/v1/posts").text(), "0", "and does not replace it");
}

#[test]
fn what_somebody_signed_in_is_given_is_never_kept() {
    let edge = edge(PUBLIC);
    for (number, header) in [ADA, ("Cookie", "session=ada")].into_iter().enumerate() {
        let answer = edge.get_with("/v1/posts", &[header]);
        assert_eq!(answer.text(), number.to_string());
    }
    assert_eq!(edge.get("/v1/posts").text(), "2");
}

#[test]
fn writes_are_not_kept() {
    let edge = edge(PUBLIC);
    for (number, method) in ["POST", "PUT", "PATCH", "DELETE"].into_iter().enumerate() {
        let answer = edge.send(method, "/v1/posts", &[], "");
        assert_eq!(answer.text(), number.to_string());
    }
    assert_eq!(edge.get("/v1/posts").text(), "4");
}

#[test]
fn the_replica_decides() {
    for refusal in ["private, no-store", "no-store", "no-cache", "max-age=0"] {
        let edge = edge(refusal);
        assert_eq!(edge.get("/v1/posts").text(), "0");
        assert_eq!(edge.get("/v1/posts").text(), "1", "{refusal}");
    }
}
