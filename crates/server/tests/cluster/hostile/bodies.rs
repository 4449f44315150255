//! Bodies.

use super::{Case, JSON, Scene, post};

const NOT_JSON: &str = "400 validation_failed  invalid_json";
const NOT_TAKEN: &str = "415 unsupported_media_type";
const OTHER: &str = "400 validation_failed /handle invalid_character";

fn published(name: &'static str, body: impl AsRef<[u8]>, told: &'static str) -> Case {
    Case::both(name, post("/v1/posts", JSON, body.as_ref()), told)
}

fn typed(name: &'static str, headers: &str, body: impl AsRef<[u8]>, told: &'static str) -> Case {
    Case::both(name, post("/v1/posts", headers, body.as_ref()), told)
}

fn registered(name: &'static str, handle: &str, told: &'static str) -> Case {
    let body = format!(
        r#"{{"handle":"{handle}","displayName":"x","email":"x@example.org","password":"a long and quiet evening"}}"#
    );
    Case::both(name, post("/v1/auth/register", JSON, body.as_bytes()), told)
}

/// A gzip member (RFC 1952) of stored blocks (RFC 1951): small to write, and it says what it is.
fn gzip(inside: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    for (index, block) in inside.chunks(0xffff).enumerate() {
        let last = (index + 1) * 0xffff >= inside.len();
        let length = u16::try_from(block.len()).expect("a block");
        packed.push(u8::from(last));
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(&(!length).to_le_bytes());
        packed.extend_from_slice(block);
    }
    packed.extend_from_slice(&[0; 8]);
    packed
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one line or two for each case"
)]
fn what_is_no_json_or_not_as_it_should_be_is_refused() {
    let scene = Scene::set();
    let good = r#"{"body":"hello"}"#;
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_bom = [b"\xef\xbb\xbf", good.as_bytes()].concat();
    let deep = |open: &str, close: &str| [open.repeat(6_000), close.repeat(6_000)].concat();
    scene.hold(&[
        published("a plain post", good, "201"),
        published("nothing", "", NOT_JSON),
        published(
            "deep arrays",
            deep("[", "]"),
            "400 validation_failed  invalid_type",
        ),
        published(
            "deep arrays in a field",
            format!("{{\"body\":{}}}", deep("[", "]")),
            "400 validation_failed /body invalid_type",
        ),
        published(
            "deep objects in an unknown field",
            format!(
                "{{\"x\":{}1{}}}",
                "{\"x\":".repeat(6_000),
                "}".repeat(6_000)
            ),
            "400 validation_failed /x unknown_field",
        ),
        published(
            "deep and never closed",
            "[".repeat(60_000),
            "400 validation_failed  invalid_type",
        ),
        published(
            "the same field twice",
            r#"{"body":"a","body":"b"}"#,
            "400 validation_failed /body duplicate_field",
        ),
        published(
            "the same field twice, once escaped",
            r#"{"body":"a","\u0062ody":"b"}"#,
            "400 validation_failed /body duplicate_field",
        ),
        published(
            "a field of every object",
            r#"{"body":"a","__proto__":{"admin":true}}"#,
            "400 validation_failed /__proto__ unknown_field",
        ),
        published("a lone high surrogate", r#"{"body":"\ud83d"}"#, NOT_JSON),
        published("a lone low surrogate", r#"{"body":"\udc1f"}"#, NOT_JSON),
        published(
            "surrogates in the wrong order",
            r#"{"body":"\udc1f\ud83d"}"#,
            NOT_JSON,
        ),
        published(
            "a surrogate as UTF-8",
            b"{\"body\":\"\xed\xa0\xbd\"}",
            NOT_JSON,
        ),
        published(
            "UTF-8 longer than needed",
            b"{\"body\":\"\xc0\xaf\"}",
            NOT_JSON,
        ),
        published("Latin-1", b"{\"body\":\"caf\xe9\"}", NOT_JSON),
        published("UTF-16", &utf16, NOT_JSON),
        published("a byte order mark", &with_bom, NOT_JSON),
        published(
            "NUL, escaped",
            r#"{"body":"a\u0000b"}"#,
            "400 validation_failed /body control_character",
        ),
        published("NUL, bare", b"{\"body\":\"a\0b\"}", NOT_JSON),
        published("a number beyond all", r#"{"body":1e999999}"#, NOT_JSON),
        published(
            "a long number",
            format!("{{\"body\":{}}}", "9".repeat(60_000)),
            NOT_JSON,
        ),
        published("a comment", "{\"body\":\"a\" /* b */}", NOT_JSON),
        published("NaN", "{\"body\":NaN}", NOT_JSON),
        published("two values", r#"{"body":"a"}{"body":"b"}"#, NOT_JSON),
        published(
            "a pile of marks",
            format!("{{\"body\":\"a{}\"}}", "\u{0301}".repeat(8_100)),
            "400 validation_failed /body too_long",
        ),
        published(
            "nothing that shows",
            "{\"body\":\"\u{200b}\u{2060}\u{feff}\"}",
            "400 validation_failed /body too_short",
        ),
        typed("no type", "", good, NOT_TAKEN),
        typed(
            "a form",
            "Content-Type: application/x-www-form-urlencoded\r\n",
            "body=a",
            NOT_TAKEN,
        ),
        typed(
            "XML",
            "Content-Type: application/xml\r\n",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            NOT_TAKEN,
        ),
        typed(
            "UTF-16 that says so",
            "Content-Type: application/json; charset=utf-16\r\n",
            &utf16,
            NOT_TAKEN,
        ),
        typed(
            "Latin-1 that says so",
            "Content-Type: application/json; charset=iso-8859-1\r\n",
            good,
            NOT_TAKEN,
        ),
        typed(
            "two types",
            "Content-Type: text/plain\r\nContent-Type: application/json\r\n",
            good,
            NOT_TAKEN,
        ),
        typed(
            "gzip",
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            gzip(good.as_bytes()),
            NOT_TAKEN,
        ),
        typed(
            "a gzip bomb",
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            gzip(&vec![b' '; 60_000]),
            NOT_TAKEN,
        ),
        typed(
            "gzip that does not say so",
            JSON,
            gzip(good.as_bytes()),
            NOT_JSON,
        ),
        typed(
            "deflate",
            "Content-Type: application/json\r\nContent-Encoding: deflate\r\n",
            good,
            NOT_TAKEN,
        ),
        typed(
            "brotli",
            "Content-Type: application/json\r\nContent-Encoding: br\r\n",
            good,
            NOT_TAKEN,
        ),
        typed(
            "packed twice",
            "Content-Type: application/json\r\nContent-Encoding: gzip, gzip\r\n",
            good,
            NOT_TAKEN,
        ),
    ]);
}

#[test]
fn handles_are_what_they_look_like() {
    let scene = Scene::set();
    scene.hold(&[
        registered("right to left", "\u{202e}ecila", OTHER),
        registered("an isolate", "ali\u{2066}ce", OTHER),
        registered("a zero-width space", "ali\u{200b}ce", OTHER),
        registered("a zero-width joiner", "ali\u{200d}ce", OTHER),
        registered("a soft hyphen", "ali\u{ad}ce", OTHER),
        registered("a Cyrillic a", "\u{430}lice", OTHER),
        registered("full width", "\u{ff41}lice", OTHER),
        registered("a combining mark", "ali\u{301}ce", OTHER),
        registered("a Kelvin sign", "\u{212a}elvin", OTHER),
        registered("a dotless i", "al\u{131}ce", OTHER),
        registered("a space behind", "alice ", OTHER),
        registered("NUL behind", "alice\\u0000", OTHER),
        registered("a path", "../alice", OTHER),
        registered("taken, in capitals", "ADA", "409 handle_taken"),
    ]);
}
