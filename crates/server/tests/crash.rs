//! What was acknowledged outlives the process.

use std::path::Path;

use serde_json::json;

use crate::support::{PostgresDatabase, Program, Server, eventually};

/// Publishes from several clients at once, kills the server in the midst of it, starts it again,
/// and asks for every post that was acknowledged.
fn survives(program: impl Fn(&Path) -> Program, check: &dyn Fn(&Path) -> Program) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(program(folder.path()));
    let ada = server.client().register("ada").client;
    let acknowledged = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (ada, acknowledged) = (ada.clone(), &acknowledged);
            scope.spawn(move || {
                for count in 0.. {
                    let body = json!({ "body": format!("{writer}: {count} #crash") });
                    // The end of the server ends the writer.
                    let Ok(answer) = ada.try_post("/v1/posts", &body) else {
                        return;
                    };
                    assert_eq!(answer.status, 201, "{answer:?}");
                    acknowledged.lock().expect("ids").push(answer.id());
                }
            });
        }
        eventually("twenty posts", || {
            (acknowledged.lock().expect("ids").len() >= 20).then_some(())
        });
        server.crash();
    });

    let server = Server::start(program(folder.path()));
    let ids = acknowledged.into_inner().expect("ids");
    for id in &ids {
        let answer = server.client().get(&format!("/v1/posts/{id}"));
        assert_eq!(answer.status, 200, "acknowledged and lost: {id}");
    }
    check(folder.path()).run().printed();
}

#[test]
fn on_sqlite() {
    survives(|folder| Program::new(folder, &["serve"]), &|folder| {
        Program::new(folder, &["check"])
    });
}

#[test]
fn on_postgres() {
    let database = PostgresDatabase::migrated();
    survives(|folder| database.program(folder, &["serve"]), &|folder| {
        database.program(folder, &["check"])
    });
}
