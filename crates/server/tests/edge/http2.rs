//! HTTP/2 as no client speaks it. The replicas hear HTTP/1.1 alone, so nothing of a request may become
//! another one on its way to them (RFC 9113, 8.2 and 10.3).

use std::collections::BTreeMap;

use super::harness::frames::{
    CONTINUATION, DATA, END_HEADERS, END_STREAM, Frames, HEADERS, RESET, WINDOW_UPDATE, fields,
    frame,
};
use super::harness::{Edge, Setup, answer, ok};
use super::tls::certificate;

const WHOLE: u8 = END_STREAM | END_HEADERS;

/// The four pseudo-headers of a plain request.
const PLAIN: [(&str, &str); 4] = [
    (":method", "GET"),
    (":scheme", "https"),
    (":authority", "edge"),
    (":path", "/v1/posts"),
];

/// A request of these header fields alone.
fn bare(headers: &[(&str, &str)]) -> Vec<u8> {
    frame(HEADERS, WHOLE, 1, &fields(headers))
}

/// A plain request with further header fields.
fn with(headers: &[(&str, &str)]) -> Vec<u8> {
    bare(&[&PLAIN[..], headers].concat())
}

/// A plain request with another value for one of its pseudo-headers.
fn but(name: &str, value: &str) -> Vec<u8> {
    let changed = PLAIN.map(|(known, usual)| (known, if known == name { value } else { usual }));
    bare(&changed)
}

/// A POST with further header fields and this body.
fn posted(headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut all = PLAIN.to_vec();
    all[0].1 = "POST";
    all.extend(headers);
    [
        frame(HEADERS, END_HEADERS, 1, &fields(&all)),
        frame(DATA, END_STREAM, 1, body.as_bytes()),
    ]
    .concat()
}

fn edge() -> Edge {
    certificate(Setup::new(ok)).start()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one line or two for each case"
)]
fn what_is_no_request_reaches_nobody_and_what_is_one_stays_one() {
    let edge = edge();
    let smuggled = "0\r\n\r\nGET /evil HTTP/1.1\r\nHost: edge\r\nX-Evil: 1\r\n\r\n";
    let long = "x".repeat(9_000);
    let many: Vec<_> = (0..40).map(|_| ("x-a", &long[..1_000])).collect();
    let cases: [(&str, Vec<u8>, &str); 30] = [
        ("a plain request", with(&[]), "200"),
        ("a plain body", posted(&[], "{}"), "200"),
        (
            "a body of the length that it says",
            posted(&[("content-length", "2")], "{}"),
            "200",
        ),
        (
            "a shorter length",
            posted(&[("content-length", "1")], "{}"),
            "400",
        ),
        (
            "a longer length",
            posted(&[("content-length", "9")], "{}"),
            "400",
        ),
        (
            "chunks",
            posted(&[("transfer-encoding", "chunked")], smuggled),
            "200",
        ),
        (
            "another request behind the body",
            posted(&[("content-length", "0")], smuggled),
            "400",
        ),
        ("capitals", with(&[("X-Evil", "1")]), "reset 1"),
        (
            "a line within a value",
            with(&[("x-a", "b\r\nx-evil: 1")]),
            "reset 1",
        ),
        (
            "a feed within a value",
            with(&[("x-a", "b\nx-evil: 1")]),
            "reset 1",
        ),
        ("NUL within a value", with(&[("x-a", "b\0c")]), "reset 1"),
        (
            "a line within a name",
            with(&[("x-a: b\r\nx-evil", "1")]),
            "reset 1",
        ),
        ("a colon within a name", with(&[("x-a:b", "1")]), "reset 1"),
        ("an empty name", with(&[("", "1")]), "goaway 1"),
        (
            "hop by hop",
            with(&[("connection", "keep-alive, x-a"), ("x-a", "1")]),
            "200",
        ),
        (
            "another protocol",
            with(&[("upgrade", "h2c"), ("connection", "upgrade")]),
            "200",
        ),
        ("a path without a slash", but(":path", "v1/posts"), "400"),
        (
            "a line within the path",
            but(":path", "/v1/posts HTTP/1.1\r\nx-evil: 1\r\n\r\n"),
            "reset 1",
        ),
        (
            "a space within the path",
            but(":path", "/v1/posts HTTP/1.1"),
            "400",
        ),
        ("an empty path", but(":path", ""), "400"),
        (
            "a space within the method",
            but(":method", "GET /evil HTTP/1.1\r\n"),
            "reset 1",
        ),
        ("a method in small letters", but(":method", "get"), "400"),
        ("echo", but(":method", "TRACE"), "405"),
        (
            "a line within the authority",
            but(":authority", "edge\r\nx-evil: 1"),
            "reset 1",
        ),
        ("no path", bare(&PLAIN[..3]), "400"),
        ("no method", bare(&PLAIN[1..]), "400"),
        ("a path twice", with(&[(":path", "/evil")]), "400"),
        (
            "a pseudo-header behind",
            with(&[("x-a", "1"), (":method", "POST")]),
            "400",
        ),
        ("another pseudo-header", with(&[(":evil", "1")]), "400"),
        ("more than headers may hold", with(&many), "goaway 11"),
    ];
    let mut told = Vec::new();
    for (name, bytes, _) in &cases {
        let mut frames = Frames::connect(edge.tls_address, &[]);
        frames.send(bytes);
        told.push((*name, frames.told()));
    }
    for (name, got) in &told {
        println!("{name}: {got}");
    }
    let expected = cases
        .iter()
        .map(|(name, _, wanted)| (*name, (*wanted).to_owned()));
    let expected: Vec<_> = expected.collect();
    assert_eq!(told, expected);

    let seen = edge.seen();
    let served = told.iter().filter(|(_, told)| told == "200").count();
    assert_eq!(seen.len(), served, "{seen:#?}");
    for request in &seen {
        assert_eq!(request.target, "/v1/posts", "{request:#?}");
        assert!(["GET", "POST"].contains(&&*request.method), "{request:#?}");
        assert_eq!(request.header("x-evil"), None, "{request:#?}");
        let names = request.headers.iter().map(|(name, _)| name.as_str());
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        names.for_each(|name| *times.entry(name).or_default() += 1);
        for name in ["host", "content-length", "connection"] {
            let once = times.get(name).copied().unwrap_or_default() <= 1;
            assert!(once, "{name}: {request:#?}");
        }
    }
}

#[test]
fn a_connection_that_breaks_the_rules_ends_and_the_others_go_on() {
    let edge = edge();
    let plain = fields(&PLAIN);
    let bomb = [frame(HEADERS, END_STREAM, 1, &plain)]
        .into_iter()
        .chain((0..400).map(|_| frame(CONTINUATION, 0, 1, &fields(&[("x-a", "1")]))))
        .collect::<Vec<_>>()
        .concat();
    let (mut told, mut wanted) = (Vec::new(), Vec::new());
    for (name, bytes, expected) in [
        (
            "data of no stream",
            frame(DATA, END_STREAM, 0, b"x"),
            "goaway 1",
        ),
        (
            "a stream of the server",
            frame(HEADERS, WHOLE, 2, &plain),
            "goaway 1",
        ),
        (
            "headers that are none",
            frame(HEADERS, WHOLE, 1, &[0xff; 40]),
            "goaway 9",
        ),
        (
            "a window of nothing",
            frame(WINDOW_UPDATE, 0, 0, &[0; 4]),
            "goaway 1",
        ),
        (
            "a window beyond all",
            frame(WINDOW_UPDATE, 0, 0, &[0x7f, 0xff, 0xff, 0xff]),
            "goaway 3",
        ),
        ("headers without end", bomb, "reset 1"),
        (
            "no HTTP/2 at all",
            b"GET / HTTP/1.1\r\n\r\n".to_vec(),
            "goaway 1",
        ),
    ] {
        let mut frames = Frames::connect(edge.tls_address, &[]);
        frames.send(&bytes);
        told.push((name, frames.told()));
        wanted.push((name, expected.to_owned()));
        assert_eq!(edge.get("/v1/posts").status, 200, "{name}");
    }
    assert_eq!(told, wanted);
}

#[test]
fn whoever_asks_and_takes_it_back_a_thousand_times_disturbs_nobody() {
    let edge = certificate(Setup::new(ok).var("RATE_LIMIT", "off")).start();
    let plain = fields(&PLAIN);
    let mut frames = Frames::connect(edge.tls_address, &[]);
    for number in 0..1_000 {
        let stream = number * 2 + 1;
        frames.send(&frame(HEADERS, WHOLE, stream, &plain));
        frames.send(&frame(RESET, 0, stream, &[0, 0, 0, 8]));
    }
    for _ in 0..20 {
        assert_eq!(edge.get("/v1/posts").status, 200);
    }
}

#[test]
fn whoever_takes_nothing_of_his_answer_is_cut_off() {
    const LARGE: usize = 1_000_000;
    let setup = Setup::new(|_| answer("200 OK", &[], &"x".repeat(LARGE)));
    let setup = setup.change("send_timeout 15s;", "send_timeout 200ms;");
    let edge = certificate(setup).start();
    // SETTINGS_INITIAL_WINDOW_SIZE is 0, and stays so.
    let mut frames = Frames::connect(edge.tls_address, &[0, 4, 0, 0, 0, 0]);
    frames.send(&with(&[]));
    assert_eq!(frames.told(), "200");
    assert_eq!(frames.told(), "reset 1");
}
