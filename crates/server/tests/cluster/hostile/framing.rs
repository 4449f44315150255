//! Where a body ends (RFC 9112, section 6): what two readers could take differently is refused, or
//! taken in one way by both.

use super::{Case, JSON, Scene, get};

const BOTH_GOOD: [&str; 2] = ["201", "201"];
const BOTH_BAD: [&str; 2] = ["400 empty", "400 bad_request"];
/// Nginx refuses what two could take in two ways, and the replica takes it in the one way of RFC 9112.
const SAFER: [&str; 2] = ["201", "400 bad_request"];
/// Nginx throws it away and hands on the body alone.
const LENIENT: [&str; 2] = ["400 bad_request", "201"];
const NOT_JSON: [&str; 2] = ["400 validation_failed  invalid_json"; 2];
/// What a replica finds out while it reads the body.
const BAD_LATER: [&str; 2] = ["400 bad_request", "400 bad_request"];

/// A POST whose headers say how long its body is.
fn framed(name: &'static str, headers: &str, body: &str, at: [&'static str; 2]) -> Case {
    let request = format!(
        "POST /v1/posts HTTP/1.1\r\nHost: thoughts\r\nConnection: close\r\n{JSON}{headers}\
         Authorization: Bearer {{token}}\r\n\r\n{body}"
    );
    Case::new(name, request, at[0], at[1])
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one line or two for each case"
)]
fn bodies_end_in_one_place() {
    let scene = Scene::set();
    let good = r#"{"body":"hello"}"#;
    let chunked = format!("10\r\n{good}\r\n0\r\n\r\n");
    let each = good
        .chars()
        .map(|c| ["1\r\n", c.encode_utf8(&mut [0; 4]), "\r\n"].concat());
    let each: String = each.collect();
    let coded = "Transfer-Encoding: chunked\r\n";
    scene.hold(&[
        framed("chunks", coded, &chunked, BOTH_GOOD),
        framed(
            "one byte a chunk",
            coded,
            &format!("{each}0\r\n\r\n"),
            BOTH_GOOD,
        ),
        framed(
            "an extension",
            coded,
            &format!("10;a=\"b\"\r\n{good}\r\n0\r\n\r\n"),
            BOTH_GOOD,
        ),
        framed(
            "a trailer",
            coded,
            &format!("10\r\n{good}\r\n0\r\nX: y\r\n\r\n"),
            BOTH_GOOD,
        ),
        framed(
            "a chunk longer than any number",
            coded,
            "fffffffffffffffff\r\nx",
            BAD_LATER,
        ),
        framed("a chunk of minus one", coded, "-1\r\nx", BAD_LATER),
        framed("a chunk that is no number", coded, "x\r\nx", BAD_LATER),
        framed(
            "a chunk that goes on",
            coded,
            "1\r\n{xxxx\r\n0\r\n\r\n",
            BAD_LATER,
        ),
        framed(
            "a long extension",
            coded,
            &format!("10;{}\r\n{good}\r\n0\r\n\r\n", "x".repeat(30_000)),
            LENIENT,
        ),
        framed(
            "length and chunks",
            &format!("Content-Length: 6\r\n{coded}"),
            &chunked,
            SAFER,
        ),
        framed(
            "chunks and length",
            &format!("{coded}Content-Length: 6\r\n"),
            &chunked,
            SAFER,
        ),
        framed(
            "another coding",
            "Transfer-Encoding: gzip, chunked\r\n",
            &chunked,
            SAFER,
        ),
        framed(
            "a coding after chunks",
            "Transfer-Encoding: chunked, gzip\r\n",
            &chunked,
            BOTH_BAD,
        ),
        framed(
            "chunks by another name",
            "Transfer-Encoding: xchunked\r\n",
            &chunked,
            BOTH_BAD,
        ),
        framed(
            "chunks with a tab",
            "Transfer-Encoding:\tchunked\r\n",
            &chunked,
            SAFER,
        ),
        framed(
            "two lengths",
            "Content-Length: 16\r\nContent-Length: 17\r\n",
            good,
            BOTH_BAD,
        ),
        framed(
            "a list of lengths",
            "Content-Length: 16, 16\r\n",
            good,
            BOTH_BAD,
        ),
        framed(
            "a length with a sign",
            "Content-Length: +16\r\n",
            good,
            BOTH_BAD,
        ),
        framed(
            "a negative length",
            "Content-Length: -1\r\n",
            good,
            BOTH_BAD,
        ),
        framed(
            "a length in another base",
            "Content-Length: 0x10\r\n",
            good,
            BOTH_BAD,
        ),
        framed(
            "a length beyond all",
            "Content-Length: 99999999999999999999\r\n",
            good,
            BOTH_BAD,
        ),
        framed("no length", "", good, NOT_JSON),
        framed("a shorter length", "Content-Length: 4\r\n", good, NOT_JSON),
        Case::both(
            "a body where none belongs",
            get("/v1/posts", "Content-Length: 5\r\n") + "hello",
            "200",
        ),
        Case::both(
            "another request as a body",
            get("/v1/posts", "Content-Length: 44\r\n")
                + "DELETE /v1/me HTTP/1.1\r\nHost: thoughts\r\n\r\n  ",
            "200",
        ),
    ]);
}
