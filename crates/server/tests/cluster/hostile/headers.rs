//! Headers.

use super::{Case, JSON, Scene, get, post};

const UNREADABLE: &str = "400 bad_request";

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one line or two for each case"
)]
fn odd_headers_are_refused_or_do_nothing() {
    let scene = Scene::set();
    let good = br#"{"body":"hello"}"#;
    let asked = |name, headers: &str, told| Case::both(name, get("/v1/me", headers), told);
    let many: String = ["X-A: 1\r\n"; 99].concat();
    let ranges = format!("Range: bytes={}0-\r\n", "0-,".repeat(1_000));
    let tags = format!("If-None-Match: {}\"y\"\r\n", "\"x\", ".repeat(1_000));
    let languages = format!("Accept-Language: {}en\r\n", "pt;q=0.5,".repeat(700));
    let plain = |headers: &str| {
        format!("GET /v1/me HTTP/1.1\r\nHost: thoughts\r\nConnection: close\r\n{headers}\r\n")
    };
    scene.hold(&[
        asked("a range", "Range: bytes=0-1\r\n", "200"),
        asked("a range from the end", "Range: bytes=-1\r\n", "200"),
        asked("a range that is none", "Range: bytes=9-1,x\r\n", "200"),
        asked("a thousand ranges", &ranges, "200"),
        asked(
            "a range under a condition",
            "Range: bytes=0-\r\nIf-Range: \"x\"\r\n",
            "200",
        ),
        asked("a thousand tags", &tags, "200"),
        asked("a condition that is none", "If-None-Match: x\r\n", "200"),
        asked(
            "a date",
            "If-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT\r\n",
            "200",
        ),
        asked(
            "a media type that is not offered",
            "Accept: image/png\r\n",
            "200",
        ),
        asked(
            "every encoding forbidden",
            "Accept-Encoding: *;q=0\r\n",
            "200",
        ),
        asked("hundreds of languages", &languages, "200"),
        asked(
            "an origin that is no ASCII",
            "Origin: https://\u{e9}\r\n",
            "200",
        ),
        asked("a request id with a quote", "X-Request-Id: a\"b\r\n", "200"),
        asked("a trace that is none", "traceparent: 00-zz\r\n", "200"),
        asked(
            "forwarded by nobody",
            "Forwarded: for=_x;proto=gopher\r\nX-Real-IP: ;\r\n",
            "200",
        ),
        asked("hop by hop", "Connection: Authorization\r\n", "200"),
        asked(
            "another protocol",
            "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n",
            "200",
        ),
        asked(
            "a method to override",
            "X-HTTP-Method-Override: DELETE\r\n",
            "200",
        ),
        asked("more than a hundred headers", &many, "431 empty"),
        Case::new(
            "two tokens",
            get("/v1/me", "Authorization: Bearer x\r\n"),
            "401 invalid_token",
            UNREADABLE,
        ),
        Case::both(
            "no scheme",
            plain("Authorization: x\r\n"),
            "401 invalid_token",
        ),
        Case::both(
            "another scheme",
            plain("Authorization: Basic YTpi\r\n"),
            "401 invalid_token",
        ),
        Case::both(
            "an empty token",
            plain("Authorization: Bearer \r\n"),
            "401 invalid_token",
        ),
        Case::both(
            "a long token",
            plain(&format!("Authorization: Bearer {}\r\n", "x".repeat(7_000))),
            "401 invalid_token",
        ),
        Case::both(
            "a token that is no ASCII",
            plain("Authorization: Bearer \u{e9}\r\n"),
            "401 invalid_token",
        ),
        Case::new(
            "a header beyond all",
            plain(&format!("X-Long: {}\r\n", "x".repeat(900_000))),
            "431 empty",
            "400 bad_request",
        ),
        Case::new(
            "thousands of headers",
            plain(&"X-A: 1\r\n".repeat(5_000)),
            "431 empty",
            "400 bad_request",
        ),
        Case::new(
            "a name with a space",
            plain("X A: 1\r\n"),
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "a space before the colon",
            plain("X-A : 1\r\n"),
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "a folded value",
            plain("X-A: 1\r\n 2\r\n"),
            "400 empty",
            UNREADABLE,
        ),
        Case::new(
            "a bare return",
            plain("X-A: 1\r2\r\n"),
            "400 empty",
            "400 bad_request",
        ),
        Case::new("NUL", plain("X-A: 1\0\r\n"), "400 empty", "400 bad_request"),
        Case::new(
            "no colon",
            plain("X-A\r\n"),
            "400 empty",
            "401 authentication_required",
        ),
        Case::both(
            "two keys of a retry",
            post(
                "/v1/posts",
                &format!("{JSON}Idempotency-Key: a\r\nIdempotency-Key: b\r\n"),
                good,
            ),
            "201",
        ),
        Case::both(
            "a key that is no ASCII",
            post(
                "/v1/posts",
                &format!("{JSON}Idempotency-Key: \u{e9}\r\n"),
                good,
            ),
            "400 validation_failed /header/Idempotency-Key invalid_key",
        ),
        Case::both(
            "wait for a word",
            post(
                "/v1/posts",
                &format!("{JSON}Expect: 100-continue\r\n"),
                good,
            ),
            "201",
        ),
        Case::both(
            "wait for a miracle",
            post("/v1/posts", &format!("{JSON}Expect: a miracle\r\n"), good),
            "201",
        ),
    ]);
}
