//! As much of HTTP/2 (RFC 9113) and HPACK (RFC 7541) as it takes to send what no client would.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const RESET: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const GOAWAY: u8 = 7;
pub const WINDOW_UPDATE: u8 = 8;
pub const CONTINUATION: u8 = 9;

pub const END_STREAM: u8 = 1;
pub const END_HEADERS: u8 = 4;

/// A frame, whatever it may mean.
pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a length");
    let mut bytes = length.to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// Header fields as they are written, none of them remembered or compressed.
pub fn fields<T: AsRef<[u8]>>(fields: &[(T, T)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name, value] {
            length(&mut block, text.as_ref().len());
            block.extend(text.as_ref());
        }
    }
    block
}

/// An integer after a prefix of seven bits (RFC 7541, 5.1).
fn length(block: &mut Vec<u8>, length: usize) {
    let byte = |value: usize| u8::try_from(value).expect("seven bits");
    let Some(mut rest) = length.checked_sub(0x7f) else {
        return block.push(byte(length));
    };
    block.push(0x7f);
    while rest > 0x7f {
        block.push(byte(rest & 0x7f) | 0x80);
        rest >>= 7;
    }
    block.push(byte(rest));
}

/// A connection over TLS on which frames go; ended with the value.
pub struct Frames {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Frames {
    /// Connects, with these settings.
    pub fn connect(address: SocketAddr, settings: &[u8]) -> Self {
        let mut child = Command::new("openssl")
            .args(["s_client", "-quiet", "-alpn", "h2", "-connect"])
            .arg(address.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl; scripts/test installs it");
        let input = child.stdin.take().expect("its input");
        let output = child.stdout.take().expect("its output");
        let mut frames = Self {
            child,
            input,
            output,
        };
        frames.send(PREFACE);
        frames.send(&frame(SETTINGS, 0, 0, settings));
        frames
    }

    /// It may have been refused before all was sent.
    pub fn send(&mut self, bytes: &[u8]) {
        let _ = self.input.write_all(bytes);
        let _ = self.input.flush();
    }

    /// What comes next that says anything: `200`, `reset 1`, `goaway 1`, or `closed` at the end.
    pub fn told(&mut self) -> String {
        while let Some((kind, payload)) = self.next() {
            match kind {
                HEADERS => return status(&payload),
                RESET => return format!("reset {}", number(&payload[..4])),
                GOAWAY => return format!("goaway {}", number(&payload[4..8])),
                _ => {}
            }
        }
        "closed".to_owned()
    }

    fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 9];
        self.output.read_exact(&mut head).ok()?;
        let length = usize::try_from(number(&head[..3])).expect("a length");
        let mut payload = vec![0; length];
        self.output.read_exact(&mut payload).ok()?;
        Some((head[3], payload))
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The status of an answer, which comes first, maybe after a change of the table's size.
fn status(block: &[u8]) -> String {
    let block = match block {
        [0x20, rest @ ..] => rest,
        block => block,
    };
    match block {
        [0x88, ..] => "200".to_owned(),
        [0x8c, ..] => "400".to_owned(),
        [0x8d, ..] => "404".to_owned(),
        [0x08 | 0x48, 3, status @ ..] => String::from_utf8_lossy(&status[..3]).into_owned(),
        other => panic!("no status: {:x?}", &other[..other.len().min(8)]),
    }
}
