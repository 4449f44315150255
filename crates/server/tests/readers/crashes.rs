//! The process ends between every two durable steps of a reader; afterwards nothing is missing
//! and nothing is doubled.

use thoughts_use_cases::readers::Step;

use super::place::Place;
use super::town::Town;

/// Runs the readers over what waits until the process has killed itself at that step.
fn crash(place: &Place, step: Step) {
    crash_of(place, "notifications", step);
}

/// The same of a reader by its name.
pub fn crash_of(place: &Place, reader: &str, step: Step) {
    let point = format!("{reader}/{}", step.as_str());
    let program = place.program(&["serve"]).var("PORT", "0");
    let ended = program.var("THOUGHTS_CRASH_AT", &point).run();
    assert_eq!(ended.code, None, "{ended:?}");
    let fired = format!("crash point {point} reached");
    assert!(ended.stderr.contains(&fired), "{ended:?}");
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

fn while_reading(place: &Place) {
    let mut town = waiting(place);
    for step in [Step::Read, Step::Claimed, Step::Applied, Step::Committed] {
        crash(place, step);
        let server = place.serve();
        town.assert_all_told(&server);
        server.crash();
        let server = place.serve_without_readers();
        town.comment(&server, 2);
        server.crash();
    }
    town.assert_all_told(&place.serve());
    place.program(&["check"]).run().printed();
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
        crash(place, step);
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

fn while_beginning(place: impl Fn() -> Place) {
    for step in [
        Step::Beginning,
        Step::Begun,
        Step::Refilled,
        Step::RefillCommitted,
    ] {
        let place = place();
        let server = place.serve_without_readers();
        let mut town = Town::founded(&server);
        town.comment(&server, 3);
        server.crash();
        crash(&place, step);
        let server = place.serve();
        town.assert_all_told(&server);
        server.crash();
    }
}

#[test]
fn on_sqlite_while_reading() {
    while_reading(&Place::sqlite());
}

#[test]
fn on_postgres_while_reading() {
    while_reading(&Place::postgres());
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
    while_beginning(Place::sqlite);
}

#[test]
fn on_postgres_while_beginning() {
    while_beginning(Place::postgres);
}
