//! Connections, and as much of HTTP/1.1 (RFC 9112) as both ends of a test need.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpStream};

use crate::support::PATIENCE;

/// A start line and headers, their names in lower case.
#[derive(Debug)]
pub struct Head {
    pub first: String,
    pub headers: Vec<(String, String)>,
}

/// A connection that gives up when nothing comes for longer than a slow machine explains.
pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

/// Reads to the end of the headers; none when the connection ends before it.
pub fn read_head(reader: &mut BufReader<TcpStream>) -> Option<Head> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        let read = reader.read_until(b'\n', &mut line).ok()?;
        if read == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut lines = lines.into_iter();
    let first = lines.next()?;
    let headers = lines
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect();
    Some(Head { first, headers })
}

/// The value of a header that came at most once.
pub fn header_of<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = headers.iter().filter(|(known, _)| known == name);
    let value = found.next().map(|(_, value)| value.as_str());
    assert!(found.next().is_none(), "{name} came twice: {headers:?}");
    value
}

impl Head {
    /// Reads the body of a request.
    pub fn body(&self, reader: &mut BufReader<TcpStream>) -> Vec<u8> {
        let length = header_of(&self.headers, "content-length")
            .map_or(0, |length| length.parse().expect("a length"));
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("the whole body");
        body
    }
}
