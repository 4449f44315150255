//! What an operator is told when there is no connection.

use std::sync::Arc;

use thoughts_postgres::{ConnectError, PostgresOptions, PostgresStorage};
use thoughts_testing::PlainEncoder;
use thoughts_use_cases::storage::StorageProbe;

use crate::database::{Database, server, with_database};

async fn refusal(url: &str) -> ConnectError {
    let options = PostgresOptions::new(url);
    match PostgresStorage::connect(&options, Arc::new(PlainEncoder)).await {
        Ok(_) => panic!("{url} lets us in"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn nobody_answers() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let error = refusal(&format!("postgres://me:s3cret@127.0.0.1:{port}/db")).await;
    assert!(
        matches!(error, ConnectError::Unreachable { .. }),
        "{error:?}"
    );
    let line = error.to_string();
    assert!(line.contains(&format!("127.0.0.1:{port}")), "{line}");
    assert!(!line.contains("s3cret") && !line.contains('\n'), "{line}");
}

#[tokio::test]
async fn the_folder_of_the_socket_holds_none() {
    let error = refusal("postgres:///db?host=/nowhere&user=me&password=s3cret").await;
    assert!(
        matches!(error, ConnectError::Unreachable { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("/nowhere"), "{error}");
    assert!(!error.to_string().contains("s3cret"), "{error}");
}

#[tokio::test]
async fn the_database_is_missing() {
    let error = refusal(&with_database("not_there")).await;
    assert!(
        matches!(error, ConnectError::DatabaseMissing { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("\"not_there\""), "{error}");
}

#[tokio::test]
async fn the_server_refuses_the_user() {
    let (base, query) = server().split_once('?').map_or_else(
        || (server(), String::new()),
        |(base, query)| (base.to_owned(), query.to_owned()),
    );
    let query: Vec<_> = query
        .split('&')
        .filter(|p| !p.starts_with("user="))
        .collect();
    let url = format!("{base}?{}&user=nobody_of_that_name", query.join("&"));
    let error = refusal(&url).await;
    assert!(matches!(error, ConnectError::Refused { .. }), "{error:?}");
    assert!(error.to_string().contains("nobody_of_that_name"), "{error}");
}

#[tokio::test]
async fn the_url_cannot_be_read() {
    for url in ["", "postgres", "postgres://a:s3cret@host:port/db"] {
        let error = refusal(url).await;
        assert!(
            matches!(error, ConnectError::InvalidUrl { .. }),
            "{error:?}"
        );
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn a_socket_may_be_named_in_either_way() {
    let database = Database::fresh().await;
    let url = database.url();
    let parameter = |name: &str| {
        let query = url
            .split_once('?')
            .map(|(_, query)| query)
            .unwrap_or_default();
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
            .map(str::to_owned)
    };
    let folder = parameter("host").filter(|host| host.starts_with('/'));
    let folder = folder.expect("the tests' server listens on a Unix socket");
    let user = parameter("user").expect("a user");
    let port = parameter("port")
        .map(|port| format!("?port={port}"))
        .unwrap_or_default();
    let name = url
        .split('?')
        .next()
        .and_then(|base| base.rsplit('/').next())
        .expect("a name");
    let other = format!(
        "postgres://{user}@{}/{name}{port}",
        folder.replace('/', "%2F")
    );
    for url in [url.clone(), other] {
        let options = PostgresOptions::new(url.clone());
        let storage = PostgresStorage::connect(&options, Arc::new(PlainEncoder)).await;
        let storage = storage.unwrap_or_else(|error| panic!("{url}: {error}"));
        storage.schema().await.expect("an answer");
    }
}

#[test]
fn options_do_not_show_the_password() {
    let options = PostgresOptions::new("postgres://me:s3cret@localhost/db");
    assert!(!format!("{options:?}").contains("s3cret"));
}
