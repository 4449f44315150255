//! The reader of notifications is killed at every step, and where it parks what it cannot work on.

use thoughts_use_cases::readers::Step;

use super::killed::{self, Deeds, crash};
use super::place::Place;
use super::town::Town;
use crate::support::Server;

impl Deeds for Town {
    const READER: &str = "notifications";

    fn founded(at: &Server) -> Self {
        Self::founded(at)
    }

    fn go_on(&mut self, at: &Server) {
        self.comment(at, 2);
    }

    fn assert_kept(&mut self, at: &Server) {
        self.assert_all_told(at);
    }
}

/// The reader has begun and passed one comment; three more wait for it.
fn waiting(place: &Place) -> Town {
    let server = place.serve();
    let mut town = Town::founded(&server);
    town.comment(&server, 1);
    town.assert_all_told(&server);
    server.crash();
    let server = place.serve_without_readers();
    town.comment(&server, 3);
    server.crash();
    town
}

fn while_parking(place: &Place) {
    let mut town = waiting(place);
    for step in [Step::Parking, Step::Parked] {
        // A row that breaks a rule: no reader can work on it.
        let (broken, _) = town.comments.last().expect("a comment").clone();
        let told = town.expected() - 1;
        place.execute(&format!(
            "UPDATE comments SET body = '' WHERE id = '{broken}'"
        ));
        crash(place, Town::READER, step);
        let server = place.serve();
        crate::support::eventually("all but one", || {
            (town.unread(&server) == told).then_some(())
        });
        let parked = crate::support::eventually("the parked event", || {
            let printed = place.program(&["events", "parked"]).run();
            let lines: Vec<_> = printed.printed().lines().map(str::to_owned).collect();
            (lines.len() == 1).then(|| lines[0].clone())
        });
        assert!(
            parked.contains(&broken) && parked.contains("tried 3 times"),
            "{parked}"
        );
        let refused = place.program(&["events", "retry", "--all"]).run();
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(
            refused
                .stdout
                .contains("still parked: stored comments.body"),
            "{refused:?}"
        );
        place.execute(&format!(
            "UPDATE comments SET body = 'well said' WHERE id = '{broken}'"
        ));
        let id = parked.split(' ').next().expect("an id");
        place.program(&["events", "retry", id]).run().printed();
        assert_eq!(place.program(&["events", "parked"]).run().printed(), "");
        town.assert_all_told(&server);
        server.crash();
        let server = place.serve_without_readers();
        town.comment(&server, 2);
        server.crash();
    }
}

#[test]
fn on_sqlite_while_reading() {
    killed::while_reading::<Town>(&Place::sqlite());
}

#[test]
fn on_postgres_while_reading() {
    killed::while_reading::<Town>(&Place::postgres());
}

#[test]
fn on_sqlite_while_parking() {
    while_parking(&Place::sqlite());
}

#[test]
fn on_postgres_while_parking() {
    while_parking(&Place::postgres());
}

#[test]
fn on_sqlite_while_beginning() {
    killed::while_beginning::<Town>(Place::sqlite);
}

#[test]
fn on_postgres_while_beginning() {
    killed::while_beginning::<Town>(Place::postgres);
}
