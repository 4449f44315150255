//! Accepting connections.

use std::io::Read;
use std::net::TcpStream;

use poem::listener::Acceptor;
use thoughts_server::serving::PatientAcceptor;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::support::{Server, eventually};

#[tokio::test]
async fn small_answers_do_not_wait_for_acknowledgements() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let mut acceptor =
        PatientAcceptor::new(listener, CancellationToken::new()).expect("an acceptor");
    let _client = tokio::net::TcpStream::connect(address)
        .await
        .expect("a connection");
    let (accepted, ..) = acceptor.accept().await.expect("a connection");
    assert!(accepted.nodelay().expect("an option"));
}

#[tokio::test]
async fn whoever_is_connected_when_the_listener_closes_is_not_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let close = CancellationToken::new();
    let mut acceptor = PatientAcceptor::new(listener, close.clone()).expect("an acceptor");
    let closed = acceptor.closed();
    let mut waiting: Vec<_> = (0..3)
        .map(|_| TcpStream::connect(address).expect("a connection"))
        .collect();
    close.cancel();
    for client in &mut waiting {
        let (mut accepted, ..) = acceptor.accept().await.expect("a connection");
        accepted.write_all(b"served").await.expect("sent");
        drop(accepted);
        let mut told = String::new();
        client.read_to_string(&mut told).expect("an answer");
        assert_eq!(told, "served");
    }
    assert!(!closed.is_cancelled());
    tokio::select! {
        _ = acceptor.accept() => panic!("nobody is left"),
        () = closed.cancelled() => {}
    }
    assert!(TcpStream::connect(address).is_err(), "nobody new is let in");
}

#[test]
fn running_out_of_file_descriptors_is_said_and_survived() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on_sqlite(folder.path());
    let before = server.client().get("/livez").status;
    server.limit_open_files(48);
    let crowd: Vec<_> = (0..64)
        .map_while(|_| TcpStream::connect(server.address()).ok())
        .collect();
    eventually("the warning", || {
        let output = server.output();
        output
            .contains("a connection cannot be accepted")
            .then_some(())
    });
    drop(crowd);
    eventually("an answer again", || server.client().try_get("/livez").ok());
    assert_eq!((before, server.client().get("/livez").status), (200, 200));
}
