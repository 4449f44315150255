//! What is left to erase is seen by who looks after the service.

use std::path::Path;

use crate::support::{PostgresDatabase, Program, Server, eventually, sqlite_execute};

/// A job that has failed and rests for longer than any test.
fn is_seen(program: &dyn Fn(&Path, &[&str]) -> Program, leave: &dyn Fn(&Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(program(folder.path(), &["serve"]));
    let check = || program(folder.path(), &["check"]).run();
    assert!(check().printed().contains("erasures: none pending\n"));
    leave(folder.path());
    let seen = check();
    let told = "erasures: 1 pending since 2026-01-01T00:00:00.000000Z, 1 of them failing\n";
    assert!(seen.printed().contains(told), "{seen:?}");
    eventually("the gauges", || {
        let metrics = server.client().get("/metrics").text;
        let all = ["thoughts_erasures_pending 1", "thoughts_erasures_failing 1"];
        let age = metrics
            .lines()
            .find_map(|line| line.strip_prefix("thoughts_erasures_oldest_seconds "));
        (all.iter().all(|line| metrics.contains(line)) && age != Some("0")).then_some(())
    });
}

#[test]
fn on_sqlite() {
    is_seen(&Program::new, &|folder| {
        sqlite_execute(
            &folder.join("data/thoughts.db"),
            "INSERT INTO erasures VALUES ('tz4a98xxat96iws9zmbrgj3a', 'delete', 'posts', 0,
                1767225600000000, 3, 9000000000000000)",
        );
    });
}

#[test]
fn on_postgres() {
    let database = PostgresDatabase::migrated();
    is_seen(
        &|folder, arguments| database.program(folder, arguments),
        &|_| {
            database.execute(
                "INSERT INTO erasures VALUES ('tz4a98xxat96iws9zmbrgj3a', 'delete', 'posts', 0,
                    '2026-01-01Z', 3, '2200-01-01Z')",
            );
        },
    );
}
