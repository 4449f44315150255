//! What a client got.

use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::net::TcpStream;

use serde_json::Value;
use thoughts_http::PROBLEMS;

use super::client::{header_of, read_head};

/// What the program says with each of its own answers.
pub const GUARDS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("vary", "Authorization, Accept-Encoding, Origin"),
];

/// A whole answer, its body without chunks.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads the one answer of a connection; none when it ended without a word.
    pub fn read(stream: TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let head = read_head(&mut reader)?;
        let status = head.first.split(' ').nth(1).expect("a status");
        let chunked = header_of(&head.headers, "transfer-encoding") == Some("chunked");
        let mut body = Vec::new();
        if chunked {
            read_chunks(&mut reader, &mut body);
        } else if let Err(error) = reader.read_to_end(&mut body) {
            // Nginx resets a connection whose request it did not read to the end.
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        }
        Some(Self {
            status: status.parse().expect("a number"),
            headers: head.headers,
            body,
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header_of(&self.headers, name)
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// Asserts that the edge says of its own answer what the replicas say of theirs.
    #[track_caller]
    pub fn guards_the_browser(&self) {
        for (name, value) in GUARDS {
            assert_eq!(self.header(name), Some(value), "{name}: {self:?}");
        }
    }

    /// Asserts the problem of the edge's own with this code, by the contract (RFC 9457) and by
    /// the catalogue; gives it.
    #[track_caller]
    pub fn problem(&self, code: &str) -> Value {
        let kind = PROBLEMS.iter().find(|kind| kind.code == code);
        let kind = kind.expect("a code of the catalogue");
        assert_eq!(self.status, kind.status, "{self:?}");
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(self.header("cache-control"), Some("no-store"));
        self.guards_the_browser();
        let problem: Value = serde_json::from_slice(&self.body).expect("JSON");
        let mut names: Vec<&str> = problem
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "code",
                "detail",
                "instance",
                "requestId",
                "status",
                "title",
                "type"
            ]
        );
        assert_eq!(problem["code"], code);
        assert_eq!(problem["status"], kind.status);
        assert_eq!(problem["title"], kind.title);
        assert_eq!(problem["type"], format!("/docs/problems#{code}"));
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|text| text.len() > 10)
        );
        assert_eq!(problem["requestId"].as_str(), self.header("x-request-id"));
        let waits = matches!(kind.status, 429 | 502 | 503 | 504);
        assert_eq!(self.header("retry-after"), waits.then_some("1"));
        problem
    }
}

fn read_chunks(reader: &mut BufReader<TcpStream>, body: &mut Vec<u8>) {
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a chunk's length");
        let length = usize::from_str_radix(line.trim(), 16).expect("a length");
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).expect("a whole chunk");
        if length == 0 {
            return;
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
