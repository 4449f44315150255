//! What is over goes when a server starts, and every hour from then on.

use serde_json::json;

use crate::support::{Server, eventually, sqlite_execute, sqlite_texts};

#[test]
fn answers_kept_for_retries_go_after_a_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data/thoughts.db");
    let keys = || sqlite_texts(&file, "SELECT key FROM idempotency_records ORDER BY key");
    let server = Server::on_sqlite(folder.path());
    let ada = server.client().register("ada").client;
    for key in ["old", "young"] {
        let body = json!({ "body": key });
        let made = ada.send("POST", "/v1/posts", Some(&body), Some(key));
        assert_eq!(made.expect("an answer").status, 201);
    }
    assert_eq!(keys(), ["old", "young"]);
    server.crash();

    let aged = |key: &str, hours: u32, seconds: i32| {
        let micros = (i64::from(hours) * 3_600 + i64::from(seconds)) * 1_000_000;
        let set = format!("created_at = created_at - {micros}");
        let sql = format!("UPDATE idempotency_records SET {set} WHERE key = '{key}'");
        sqlite_execute(&file, &sql);
    };
    aged("old", 24, 1);
    aged("young", 23, 0);
    let _server = Server::on_sqlite(folder.path());
    eventually("the old answer to go", || {
        (!keys().contains(&"old".to_owned())).then_some(())
    });
    assert_eq!(keys(), ["young"]);
}
