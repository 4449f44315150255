//! `thoughts check` beside a running server.

use std::path::Path;

use serde_json::json;

use crate::support::{PostgresDatabase, Program, Server, sqlite_execute};

/// Breaks two counters by hand, finds them, and puts them right.
fn finds_and_repairs(
    program: &dyn Fn(&Path, &[&str]) -> Program,
    break_by_hand: &dyn Fn(&Path, &str),
) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(program(folder.path(), &["serve"]));
    let ada = server.client().register("ada").client;
    let post = ada.publish("Hello");
    let comments = format!("/v1/posts/{post}/comments");
    assert_eq!(ada.post(&comments, &json!({ "body": "First" })).status, 201);
    let check = |arguments: &[&str]| program(folder.path(), arguments).run();
    let sound = check(&["check"]);
    assert!(
        sound.printed().contains("posts.comment_count: ok"),
        "{sound:?}"
    );

    break_by_hand(folder.path(), "UPDATE posts SET comment_count = 7");
    break_by_hand(folder.path(), "UPDATE users SET post_count = 9");
    let found = check(&["check"]);
    assert!(found.refused(1).contains("--repair"), "{found:?}");
    for told in [
        "posts.comment_count: broken",
        &post,
        "users.post_count: broken",
    ] {
        assert!(found.stdout.contains(told), "{told} in {found:?}");
    }
    let again = check(&["check"]);
    assert_eq!(again.code, Some(1), "a check alone repairs nothing");

    let repaired = check(&["check", "--repair"]);
    assert!(repaired.printed().contains("(repaired)"), "{repaired:?}");
    let sound = check(&["check"]);
    assert!(!sound.printed().contains("broken"), "{sound:?}");
    let read = ada.get(&format!("/v1/posts/{post}")).json();
    assert_eq!(read["commentCount"], 1);
    assert_eq!(ada.get("/v1/me").json()["postCount"], 1);
}

#[test]
fn on_sqlite() {
    finds_and_repairs(&Program::new, &|folder, sql| {
        sqlite_execute(&folder.join("data/thoughts.db"), sql);
    });
}

#[test]
fn on_postgres() {
    let database = PostgresDatabase::migrated();
    finds_and_repairs(
        &|folder, arguments| database.program(folder, arguments),
        &|_, sql| database.execute(sql),
    );
}
