//! Paths, queries, methods and versions.

use super::{Case, Scene, get};

const CURSOR: &str = "400 invalid_cursor";

const NOWHERE: &str = "404 not_found";
const UNREADABLE: &str = "400 bad_request";

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one line or two for each case"
)]
fn odd_requests_lead_nowhere() {
    let scene = Scene::set();
    let asked = |name, path: &str, told| Case::both(name, get(path, ""), told);
    let line = |line: &str| format!("{line}\r\nHost: thoughts\r\nConnection: close\r\n\r\n");
    scene.hold(&[
        asked("upwards", "/v1/posts/../../etc/passwd", NOWHERE),
        asked(
            "upwards, escaped",
            "/v1/posts/%2e%2e%2f%2e%2e%2fetc/passwd",
            NOWHERE,
        ),
        Case::new(
            "beyond the root",
            get("/../../etc/passwd", ""),
            NOWHERE,
            UNREADABLE,
        ),
        asked("a slash, escaped", "/v1%2fposts", NOWHERE),
        asked("two slashes", "//v1//posts", NOWHERE),
        asked("a slash behind", "/v1/posts/", NOWHERE),
        asked("capitals", "/V1/POSTS", NOWHERE),
        Case::new(
            "NUL, escaped",
            get("/v1/posts/a%00b", ""),
            NOWHERE,
            UNREADABLE,
        ),
        asked("no UTF-8", "/v1/posts/%ff", NOWHERE),
        Case::new(
            "a percent sign alone",
            get("/v1/posts/%", ""),
            NOWHERE,
            UNREADABLE,
        ),
        asked("parameters of a segment", "/v1/posts;a=b", NOWHERE),
        Case::new("inside only", get("/metrics", ""), "200", NOWHERE),
        asked("an id that is none", "/v1/posts/'%20OR%201=1--", NOWHERE),
        asked(
            "a handle that is none",
            "/v1/users/by-handle/%E2%80%AEada",
            NOWHERE,
        ),
        asked(
            "a long id",
            &format!("/v1/posts/{}", "x".repeat(4_000)),
            NOWHERE,
        ),
        asked(
            "a number for a limit",
            "/v1/posts?limit=1e2",
            "400 validation_failed /query/limit out_of_range",
        ),
        asked(
            "a limit beyond all",
            "/v1/posts?limit=99999999999999999999",
            "400 validation_failed /query/limit out_of_range",
        ),
        asked("a limit twice", "/v1/posts?limit=1&limit=2", "200"),
        asked(
            "a limit that is no UTF-8",
            "/v1/posts?limit=%ff",
            "400 validation_failed /query/limit out_of_range",
        ),
        asked("a query of its own", "/v1/posts?%00=%ff&&&=", "200"),
        asked("an array", "/v1/posts?limit[]=1", "200"),
        asked(
            "a hashtag that is none",
            "/v1/posts?hashtag=%00",
            "400 validation_failed /query/hashtag invalid_hashtag",
        ),
        asked("a cursor that is none", "/v1/posts?cursor=x", CURSOR),
        asked("an empty cursor", "/v1/posts?cursor=", CURSOR),
        asked(
            "a cursor that is no base64",
            "/v1/posts?cursor=%00%ff",
            CURSOR,
        ),
        asked(
            "a long cursor",
            &format!("/v1/posts?cursor={}", "A".repeat(6_000)),
            CURSOR,
        ),
        asked(
            "a cursor with a tag of zeros",
            "/v1/posts?cursor=eyJiIjpmYWxzZX0AAAAAAAAAAAAAAAAAAAAA",
            CURSOR,
        ),
        asked(
            "a long query",
            &format!("/v1/posts?x={}", "x".repeat(7_000)),
            "200",
        ),
        Case::new(
            "a query beyond all",
            get(&format!("/v1/posts?x={}", "x".repeat(60_000)), ""),
            "200",
            "414 uri_too_long",
        ),
        Case::new(
            "a space in the path",
            get("/v1/posts /x", ""),
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "letters that are no ASCII",
            get("/v1/posts/\u{e9}", ""),
            NOWHERE,
            NOWHERE,
        ),
        Case::both(
            "another host",
            line("GET http://evil.example/v1/posts HTTP/1.1"),
            "200",
        ),
        Case::new(
            "a tunnel",
            line("CONNECT evil.example:443 HTTP/1.1"),
            NOWHERE,
            UNREADABLE,
        ),
        Case::new(
            "the server itself",
            line("OPTIONS * HTTP/1.1"),
            NOWHERE,
            UNREADABLE,
        ),
        Case::both(
            "no such method",
            line("BREW /v1/posts HTTP/1.1"),
            "405 method_not_allowed",
        ),
        Case::new(
            "a method in small letters",
            line("get /v1/posts HTTP/1.1"),
            "405 method_not_allowed",
            UNREADABLE,
        ),
        Case::new(
            "echo",
            line("TRACE /v1/posts HTTP/1.1"),
            "405 method_not_allowed",
            "405 method_not_allowed",
        ),
        Case::new(
            "a long method",
            line(&format!("{} / HTTP/1.1", "X".repeat(5_000))),
            NOWHERE,
            NOWHERE,
        ),
        Case::new(
            "an older version",
            "GET /v1/posts HTTP/1.0\r\n\r\n",
            "200",
            "200",
        ),
        Case::new(
            "the oldest version",
            "GET /v1/posts\r\n\r\n",
            "400 empty",
            // It has no head: HTTP/0.9 is nothing but a body.
            "closed",
        ),
        Case::new(
            "a version to come",
            line("GET /v1/posts HTTP/9.9"),
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "another protocol",
            "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "TLS",
            *b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "HTTP/2 without asking",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nrubbish rubbish",
            "closed",
            UNREADABLE,
        ),
        Case::new(
            "no host",
            "GET /v1/posts HTTP/1.1\r\nConnection: close\r\n\r\n",
            "200",
            UNREADABLE,
        ),
        Case::new(
            "two hosts",
            "GET /v1/posts HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
            "200",
            UNREADABLE,
        ),
        Case::new(
            "a host that is none",
            "GET /v1/posts HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n",
            "200",
            UNREADABLE,
        ),
        Case::both(
            "lines that end in a feed alone",
            "GET /v1/posts HTTP/1.1\nHost: a\nConnection: close\n\n",
            "200",
        ),
        Case::both(
            "empty lines before",
            "\r\n\r\nGET /v1/posts HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "200",
        ),
    ]);
}
