//! The process ends between every two durable steps of a reader.

use thoughts_use_cases::readers::Step;

use super::place::Place;
use crate::support::Server;

/// What is done to a server, and what a reader makes of it.
pub trait Deeds {
    /// The reader's name.
    const READER: &str;

    /// Those who will do something.
    fn founded(at: &Server) -> Self;

    /// Does something that the reader has work with, and is acknowledged.
    fn go_on(&mut self, at: &Server);

    /// Waits until the reader has made of all that what it should: nothing is missing and nothing
    /// counts twice.
    fn assert_kept(&mut self, at: &Server);
}

/// Runs the readers over what waits until the process has killed itself at that step.
pub fn crash(place: &Place, reader: &str, step: Step) {
    let point = format!("{reader}/{}", step.as_str());
    let program = place.program(&["serve"]).var("PORT", "0");
    let ended = program.var("THOUGHTS_CRASH_AT", &point).run();
    assert_eq!(ended.code, None, "{ended:?}");
    let fired = format!("crash point {point} reached");
    assert!(ended.stderr.contains(&fired), "{ended:?}");
}

/// The reader has begun and is killed at each step of reading what waits for it.
pub fn while_reading<T: Deeds>(place: &Place) {
    let server = place.serve();
    let mut deeds = T::founded(&server);
    deeds.go_on(&server);
    deeds.assert_kept(&server);
    server.crash();
    for step in [Step::Read, Step::Claimed, Step::Applied, Step::Committed] {
        let server = place.serve_without_readers();
        deeds.go_on(&server);
        server.crash();
        crash(place, T::READER, step);
        // What was ranked half a minute ago would still be shown.
        place.execute("DELETE FROM ranking_generations");
        let server = place.serve();
        deeds.assert_kept(&server);
        server.crash();
    }
    place.program(&["check"]).run().printed();
}

/// The reader is killed at each step of beginning with what was there before it.
pub fn while_beginning<T: Deeds>(place: impl Fn() -> Place) {
    for step in [
        Step::Beginning,
        Step::Begun,
        Step::Refilled,
        Step::RefillCommitted,
    ] {
        let place = place();
        let server = place.serve_without_readers();
        let mut deeds = T::founded(&server);
        for _ in 0..3 {
            deeds.go_on(&server);
        }
        server.crash();
        crash(&place, T::READER, step);
        let server = place.serve();
        deeds.assert_kept(&server);
        server.crash();
    }
}
