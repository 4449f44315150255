//! `thoughts events`, `thoughts rebuild` and `thoughts worker`, as operators call them.

use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use super::place::Place;
use super::town::Town;
use crate::support::sqlite_locked;

/// Longer than a statement waits for whoever writes to a file.
const LONG: Duration = Duration::from_secs(5);

fn tails_and_rebuilds(place: &Place) {
    let server = place.serve();
    let mut town = Town::founded(&server);
    town.comment(&server, 3);
    town.assert_all_told(&server);

    let tail = |arguments: &[&str]| -> Vec<Value> {
        let arguments = [&["events", "tail", "--once"], arguments].concat();
        let printed = place.program(&arguments).run();
        let lines = printed.printed().lines();
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    };
    let all = tail(&["--after", "0"]);
    assert_eq!(
        all.len(),
        21,
        "two users, a follow, and three times a post, two comments, a like, and a repost and its end"
    );
    let types = "thoughts.user.registered,thoughts.post.published";
    let some = tail(&["--after", "0", "--types", types]);
    assert_eq!(some.len(), 5);
    let from = some[1]["position"].as_str().expect("a position");
    assert_eq!(tail(&["--after", from, "--types", types]), some[2..]);
    assert_eq!(tail(&[]), Vec::<Value>::new());
    let foreign = place
        .program(&["events", "tail", "--once", "--after", "elsewhere-3"])
        .run();
    assert!(foreign.refused(1).contains("another epoch"), "{foreign:?}");

    let rebuilt = place.program(&["rebuild", "notifications"]).run();
    assert_eq!(rebuilt.printed(), "notifications is rebuilt\n");
    town.assert_all_told(&server);
    place.execute("DELETE FROM notifications");
    assert_eq!(town.unread(&server), 0);
    place.program(&["rebuild", "notifications"]).run().printed();
    town.assert_all_told(&server);
    place.program(&["epoch", "renew"]).run().printed();
    town.comment(&server, 1);
    town.assert_all_told(&server);
}

#[test]
fn on_sqlite() {
    tails_and_rebuilds(&Place::sqlite());
}

#[test]
fn on_postgres() {
    tails_and_rebuilds(&Place::postgres());
}

#[test]
fn a_rebuild_waits_for_who_writes() {
    let place = Place::sqlite();
    drop(place.serve());
    let file = place.folder.path().join("data/thoughts.db");
    let mut rebuild = sqlite_locked(&file, || {
        let rebuild = place.program(&["rebuild", "search"]).spawn();
        sleep(LONG);
        rebuild
    });
    assert_eq!(rebuild.ended(), Some(0), "{}", rebuild.output());
    assert!(rebuild.output().contains("search is rebuilt"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let place = Place::sqlite();
    let server = place.serve();
    let told = place.program(&["rebuild", "nothing"]).run();
    assert!(
        told.refused(2).contains("there are: notifications"),
        "{told:?}"
    );
    let told = place.program(&["worker", "--only", "nothing"]).run();
    assert!(told.refused(2).contains("no reader 'nothing'"), "{told:?}");
    let told = place.program(&["worker"]).run();
    told.refused(1);
    let told = place.program(&["events", "retry", "no id"]).run();
    told.refused(2);
    let told = place
        .program(&["events", "retry", "tz4a98xxat96iws9zmbrgj3a"])
        .run();
    assert!(told.refused(1).contains("no reader has parked"), "{told:?}");
    let told = place.program(&["events", "retry"]).run();
    told.refused(2);
    drop(server);
}
