//! Sending bytes, and reading what comes back.

use std::io::{BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

use crate::edge::harness::{connect, read_head};

/// Where bytes go, as somebody who is signed in.
pub struct Target {
    address: SocketAddr,
    token: String,
}

impl Target {
    pub fn new(url: &str, token: &str) -> Self {
        let address = url.trim_start_matches("http://");
        Self {
            address: address.parse().expect("an address"),
            token: token.to_owned(),
        }
    }

    /// Sends the bytes on a connection of their own, and gives a short word for what came.
    pub fn exchange(&self, request: &[u8]) -> String {
        let mut stream = connect(self.address);
        // It may be refused before it has been read to its end.
        let _ = stream.write_all(&self.with_token(request));
        heard(stream)
    }

    /// Sends the beginning, then the same piece again and again until it is refused or `most` bytes
    /// have gone. Gives the word for what came, and how many bytes went.
    pub fn stream(&self, beginning: &str, piece: &[u8], most: usize) -> (String, usize) {
        let mut stream = connect(self.address);
        let beginning = self.with_token(beginning.as_bytes());
        stream.write_all(&beginning).expect("sent");
        let reader = stream.try_clone().expect("the same");
        let answered = std::thread::spawn(move || {
            // The first byte of an answer, or the end.
            let _ = reader.peek(&mut [0]);
        });
        let mut sent = 0;
        while sent < most && !answered.is_finished() {
            if stream.write_all(piece).is_err() {
                break;
            }
            sent += piece.len();
        }
        (heard(stream), sent)
    }

    fn with_token(&self, request: &[u8]) -> Vec<u8> {
        const MARK: &[u8] = b"{token}";
        let Some(at) = request
            .windows(MARK.len())
            .position(|window| window == MARK)
        else {
            return request.to_vec();
        };
        let (before, after) = (&request[..at], &request[at + MARK.len()..]);
        [before, self.token.as_bytes(), after].concat()
    }
}

/// `201`, `400 validation_failed /body too_long`, `closed`.
fn heard(stream: TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut head = loop {
        let Some(head) = read_head(&mut reader) else {
            return "closed".to_owned();
        };
        // 100 (Continue) is followed by the answer.
        if !head.first.starts_with("HTTP/1.1 100") {
            break head;
        }
    };
    let mut body = Vec::new();
    // A connection whose request was not read to its end may be reset.
    let _ = reader.read_to_end(&mut body);
    let status = head.first.split(' ').nth(1).unwrap_or_default().to_owned();
    if !status.starts_with(['4', '5']) {
        return status;
    }
    head.headers.retain(|(name, _)| name == "content-type");
    if head.headers.is_empty() && body.is_empty() {
        return format!("{status} empty");
    }
    let (kind, text) = (&head.headers[0].1, String::from_utf8_lossy(&body));
    let (start, end) = (text.find('{'), text.rfind('}'));
    let json = start.zip(end).map_or("", |(start, end)| &text[start..=end]);
    match serde_json::from_str::<Value>(json) {
        Ok(problem) if kind == "application/problem+json" => {
            assert_eq!(problem["status"].to_string(), status, "{problem}");
            let code = problem["code"].as_str().unwrap_or_default();
            let first = &problem["errors"][0];
            match (first["pointer"].as_str(), first["code"].as_str()) {
                (Some(pointer), Some(field)) => format!("{status} {code} {pointer} {field}"),
                _ => format!("{status} {code}"),
            }
        }
        _ => format!("{status} {kind}: {text}"),
    }
}
