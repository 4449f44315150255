//! One connection of a client to Nginx, used again and again (RFC 9112, section 9.3).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use crate::support::PATIENCE;

/// A connection that is never made anew.
pub struct Connection {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Connection {
    /// Opens it, for somebody with this access token.
    pub fn to(port: u16, token: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        Self {
            stream: BufReader::new(stream),
            token: token.to_owned(),
        }
    }

    /// Sends a request and reads the whole answer; gives its status. Panics when the other side
    /// has closed, or is about to.
    pub fn get(&mut self, path: &str) -> u16 {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: thoughts\r\nAuthorization: Bearer {}\r\n\r\n",
            self.token
        );
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .expect("sent");
        let status = self.line();
        let mut length = None;
        loop {
            let line = self.line().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            assert_ne!(line, "connection: close");
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = Some(value.parse().expect("a length"));
            }
        }
        let mut body = vec![0; length.expect("an answer of known length")];
        self.stream.read_exact(&mut body).expect("the body");
        let status = status
            .strip_prefix("HTTP/1.1 ")
            .and_then(|rest| rest.get(..3));
        status.and_then(|code| code.parse().ok()).expect("a status")
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("a line");
        assert!(
            line.ends_with("\r\n"),
            "the connection was closed after {line:?}"
        );
        line.truncate(line.len() - 2);
        line
    }
}
