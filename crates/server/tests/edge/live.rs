//! Streams go through as they come: Server-Sent Events and `WebSocket`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::mpsc;

use super::harness::{Reply, Setup, connect, read_head};

/// The head of a stream that ends with its connection, and its first event.
const FIRST: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
    Cache-Control: no-store\r\nConnection: close\r\n\r\nid: 1\ndata: first\n\n";

#[test]
fn an_event_arrives_before_the_stream_goes_on() {
    let (go_on, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(Some(wait));
    let edge = Setup::new(move |_| {
        let wait = wait.lock().expect("a gate").take().expect("one request");
        Reply::Takeover(Box::new(move |mut stream| {
            stream.write_all(FIRST).expect("sent");
            // Until the client has read the first event.
            wait.recv().expect("the client's word");
            stream.write_all(b"id: 2\ndata: second\n\n").expect("sent");
        }))
    })
    .start();
    let mut client = connect(edge.address);
    client
        .write_all(
            b"GET /v1/stream?topics=global HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\
              Accept-Encoding: gzip\r\nLast-Event-ID: 0\r\n\r\n",
        )
        .expect("sent");
    let mut reader = BufReader::new(client);
    let head = read_head(&mut reader).expect("the head");
    assert_eq!(head.first, "HTTP/1.1 200 OK");
    read_to_line(&mut reader, "data: first");
    go_on.send(()).expect("the replica waits");
    read_to_line(&mut reader, "data: second");
    let asked = &edge.seen()[0];
    assert_eq!(asked.target, "/v1/stream?topics=global");
    assert_eq!(asked.header("last-event-id"), Some("0"));
}

/// Passes over chunk lengths and other lines.
fn read_to_line(reader: &mut BufReader<TcpStream>, wanted: &str) {
    for line in reader.lines() {
        if line.expect("a line") == wanted {
            return;
        }
    }
    panic!("the stream ended before {wanted}");
}

#[test]
fn a_web_socket_speaks_both_ways() {
    let edge = Setup::new(|_| {
        Reply::Takeover(Box::new(|mut stream| {
            stream
                .write_all(
                    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\
                      Connection: upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\
                      Sec-WebSocket-Protocol: thoughts.v1\r\n\r\nhello",
                )
                .expect("sent");
            for _ in 0..2 {
                let mut word = [0; 4];
                stream.read_exact(&mut word).expect("a word");
                word.reverse();
                stream.write_all(&word).expect("sent");
            }
        }))
    })
    .start();
    let mut client = connect(edge.address);
    client
        .write_all(
            b"GET /v1/ws?ticket=t HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\n\
              Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n\
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
              Sec-WebSocket-Protocol: thoughts.v1\r\nOrigin: https://app.example\r\n\r\n",
        )
        .expect("sent");
    let mut writer = client.try_clone().expect("a handle");
    let mut reader = BufReader::new(client);
    let head = read_head(&mut reader).expect("the head");
    assert_eq!(head.first, "HTTP/1.1 101 Switching Protocols");
    let mut hello = [0; 5];
    reader.read_exact(&mut hello).expect("its first words");
    assert_eq!(&hello, b"hello");
    for (word, answer) in [(b"ping", b"gnip"), (b"more", b"erom")] {
        writer.write_all(word).expect("sent");
        let mut back = [0; 4];
        reader.read_exact(&mut back).expect("an answer");
        assert_eq!(&back, answer);
    }
    let asked = &edge.seen()[0];
    for (name, value) in [
        ("upgrade", "websocket"),
        ("connection", "upgrade"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", "thoughts.v1"),
        ("origin", "https://app.example"),
    ] {
        assert_eq!(asked.header(name), Some(value));
    }
    assert_eq!(asked.target, "/v1/ws?ticket=t");
}
