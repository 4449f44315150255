//! `/metrics`

use crate::support::{Client, PostgresDatabase, Program, Server, eventually};

/// Waits until the text holds all of this: some of it is measured every few seconds.
fn holds(client: &Client, wanted: &[&str]) -> String {
    eventually("the metrics", || {
        let answer = client.get("/metrics");
        assert_eq!(answer.status, 200, "{answer:?}");
        let kind = answer.header("content-type").unwrap_or_default();
        assert!(kind.starts_with("text/plain"), "{kind}");
        let all = wanted.iter().all(|name| answer.text.contains(name));
        all.then_some(answer.text)
    })
}

const WANTED: &[&str] = &[
    "thoughts_pool_connections{state=\"open\"}",
    "thoughts_pool_connections{state=\"idle\"}",
    "thoughts_pool_connections{state=\"max\"}",
    "thoughts_outbox_depth 0",
    "/v1/posts",
    "duration_seconds_bucket",
];

#[test]
fn on_the_main_listener() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on_sqlite(folder.path());
    server.client().get("/v1/posts");
    holds(&server.client(), WANTED);
}

#[test]
fn on_a_listener_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    let program = database.program(folder.path(), &["serve"]);
    let server = Server::start(program.var("METRICS_ADDR", "127.0.0.1:0"));
    let url = server.event("listening", "metrics").expect("an address");
    let elsewhere = Client::new(url.trim_end_matches("/metrics"));
    server.client().get("/v1/posts");
    let text = holds(&elsewhere, WANTED);
    assert!(
        text.contains("thoughts_pool_connections{state=\"max\"} "),
        "{text}"
    );
    assert_eq!(server.client().get("/metrics").status, 404);
    assert_eq!(
        elsewhere.get("/v1/posts").status,
        404,
        "nothing else is there"
    );
}

#[test]
fn the_size_of_the_pool_is_what_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    let on_postgres = database.program(folder.path(), &["serve"]);
    let on_sqlite = Program::new(folder.path(), &["serve"]);
    // A file has one connection more, which writes.
    for (program, size) in [(on_postgres, 3), (on_sqlite, 4)] {
        let server = Server::start(program.var("DATABASE_MAX_CONNECTIONS", "3"));
        let line = format!("thoughts_pool_connections{{state=\"max\"}} {size}\n");
        holds(&server.client(), &[&line]);
    }
}
