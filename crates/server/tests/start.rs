//! The first start, and the next.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{PostgresDatabase, Program, Server, eventually};

#[test]
fn from_an_empty_folder_to_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on_sqlite(folder.path());
    let ada = server.client().register("ada").client;
    let post = ada.publish("Hello, #world!");
    let feed = server.client().get("/v1/posts").json();
    assert_eq!(feed["data"][0]["id"], post.as_str());
    assert_eq!(server.client().get("/readyz").status, 200);
    let docs = server
        .event("listening", "docs")
        .expect("where the docs are");
    assert_eq!(docs, format!("{}/docs", server.url));
    assert_eq!(server.client().get("/docs").status, 200);

    let storage = server.event("listening", "storage").expect("the storage");
    assert_eq!(storage, "SQLite, data/thoughts.db");
    let key = folder.path().join("data/thoughts.key");
    let mode = fs::metadata(key).expect("a key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_restart_keeps_accounts_and_tokens() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::on_sqlite(folder.path());
    let ada = server.client().register("ada").client;
    server.signal("INT");
    server.signal("INT");
    server.ended();
    let server = Server::on_sqlite(folder.path());
    assert_eq!(ada.at(&server.url).get("/v1/me").json()["handle"], "ada");
}

#[test]
fn people_are_told_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Program::new(folder.path(), &["--port", "0"])
        .var("LOG_FORMAT", "pretty")
        .var("LOG", "off")
        .spawn();
    let mut line = |text: &str| eventually(text, || command.line_with(text));
    let first = line("listens on http://127.0.0.1:");
    let url = first.rsplit(' ').next().expect("a URL").to_owned();
    assert!(line("storage").ends_with("SQLite, data/thoughts.db"));
    assert!(line("docs").ends_with(&format!("{url}/docs")));
    assert!(line("metrics").ends_with(&format!("{url}/metrics")));
    command.signal("TERM");
    command.signal("TERM");
    command.ended();
}

#[test]
fn postgres_is_told_without_its_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    let mut url = database.url();
    url.query_pairs_mut().append_pair("password", "hunter2");
    let program = database.program(folder.path(), &["serve"]);
    let server = Server::start(program.var("DATABASE_URL", url));
    assert_eq!(server.client().get("/readyz").status, 200);
    let storage = server.event("listening", "storage").expect("the storage");
    assert!(storage.starts_with("PostgreSQL, postgres://"), "{storage}");
    assert!(!server.output().contains("hunter2"));
    assert!(!folder.path().join("data").exists(), "no file is made");
}

#[test]
fn variables_without_effect_are_not_passed_over_in_silence() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::new(folder.path(), &["serve"])
        .var("KAFKA_BROKERS", "127.0.0.1:9092")
        .var("CACHE", "off");
    let server = Server::start(program);
    let named = server.event("has no effect in this version", "variable");
    assert_eq!(named.as_deref(), Some("KAFKA_BROKERS"));
    assert!(!server.output().contains("CACHE"));
}
