//! Accepting connections.

use std::net::TcpStream;

use poem::listener::Acceptor;
use thoughts_server::serving::PatientAcceptor;
use tokio::net::TcpListener;

use crate::support::{Server, eventually};

#[tokio::test]
async fn small_answers_do_not_wait_for_acknowledgements() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let mut acceptor = PatientAcceptor::new(listener).expect("an acceptor");
    let _client = tokio::net::TcpStream::connect(address)
        .await
        .expect("a connection");
    let (accepted, ..) = acceptor.accept().await.expect("a connection");
    assert!(accepted.nodelay().expect("an option"));
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
