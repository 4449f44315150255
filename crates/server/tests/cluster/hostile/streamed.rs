//! A gigabyte.

use super::{JSON, Scene};

const GIGABYTE: usize = 1_000_000_000;
/// What the buffers of both ends of a connection, and of Nginx, may hold of a body that nobody reads.
const BUFFERS: usize = 32_000_000;

#[test]
fn a_gigabyte_is_refused_before_it_is_read() {
    let scene = Scene::set();
    let before = scene.memory();
    let piece = vec![b' '; 65_536];
    let chunk = [b"10000\r\n", piece.as_slice(), b"\r\n"].concat();
    let announced = format!("Content-Length: {GIGABYTE}\r\n");
    for (name, framing, piece) in [
        ("announced", announced.as_str(), &piece),
        ("in chunks", "Transfer-Encoding: chunked\r\n", &chunk),
    ] {
        for (at, target) in [("replica", &scene.replica), ("edge", &scene.edge)] {
            let beginning = format!(
                "POST /v1/posts HTTP/1.1\r\nHost: thoughts\r\nConnection: close\r\n{JSON}{framing}\
                 Authorization: Bearer {{token}}\r\n\r\n"
            );
            let (told, sent) = target.stream(&beginning, piece, GIGABYTE);
            println!("a gigabyte {name}, {at}: {told} after {sent} bytes");
            assert_eq!(told, "413 payload_too_large", "{name}, {at}");
            assert!(sent < BUFFERS, "{name}, {at}: {sent} bytes were taken");
        }
    }
    scene.goes_on(before);
}
