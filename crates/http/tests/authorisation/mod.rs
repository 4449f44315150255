//! Who may do what: every operation of the document, called by everybody there is.
//!
//! An operation is one line in the table of its room (`rows/`): its id, and the status that each
//! caller gets, in the order of [`CALLERS`]. Each is called on what a fresh owner has (`scene.rs`)
//! with the example of its body from the document, unless the line gives another ([`Row::body`]).
//! An operation without a line fails here, with what it answers now, to be judged and written down.

mod callers;
mod row;
mod rows;
mod rules;
mod scene;

use std::collections::BTreeMap;

use callers::CALLERS;
use row::{Row, row};
use scene::Scene;

use crate::support::{Operation, every_operation, world};

/// What an operation answers to each caller, in a world of its own.
async fn answers(operation: &Operation, row: &Row<'_>) -> Vec<u16> {
    let world = world();
    let mut found = Vec::new();
    for caller in CALLERS {
        let scene = Scene::new(&world, found.len()).await;
        let reply = scene.call(operation, row, caller).await;
        let status = reply.status.as_u16();
        if status == 401 && operation.security().is_some() {
            assert_eq!(
                reply.text("/code"),
                caller.refusal(),
                "{operation} by {caller:?}"
            );
        }
        found.push(status);
    }
    found
}

/// Holds a room's operations to its table.
async fn hold(rows: &[Row<'_>]) {
    let known = every_operation();
    let mut wrong = Vec::new();
    for row in rows {
        let operation = known.iter().find(|known| known.id() == row.operation);
        let Some(operation) = operation else {
            panic!(
                "{} is no operation of the document: take its line away",
                row.operation
            );
        };
        let found = answers(operation, row).await;
        if found != row.expected {
            wrong.push(operation.to_string());
        }
        for (caller, (is, should)) in CALLERS.iter().zip(found.iter().zip(row.expected)) {
            if *is != should {
                wrong.push(format!("  {caller:?} gets {is} instead of {should}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

macro_rules! rooms {
    ($($room:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $room() {
                hold(rows::$room::ROWS).await;
            }
        )+

        fn every_row() -> impl Iterator<Item = &'static Row<'static>> {
            [$(rows::$room::ROWS),+].into_iter().flatten()
        }
    };
}

rooms! {
    accounts, comments, discovery, engagement, graph, moderation, notifications, posts,
    second_factor, system,
}

#[tokio::test]
async fn every_operation_has_its_line() {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for row in every_row() {
        *lines.entry(row.operation).or_default() += 1;
    }
    let mut missing = Vec::new();
    for operation in every_operation() {
        match lines.get(operation.id()) {
            Some(1) => {}
            Some(_) => missing.push(format!("{operation} has more than one line")),
            None => {
                let now = answers(&operation, &row(operation.id(), [0; 9])).await;
                missing.push(format!(
                    "{operation} has no line. What it answers now to {CALLERS:?}, on what the Owner \
                     has; judge each status, then put it into the table of its room in \
                     crates/http/tests/authorisation/rows:\n    row({:?}, {now:?}),",
                    operation.id()
                ));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

/// The tables are written by hand, and a hand may copy what a hole answers.
#[test]
fn the_tables_themselves_keep_the_rules() {
    let known = every_operation();
    for row in every_row() {
        let operation = known.iter().find(|known| known.id() == row.operation);
        rules::check(operation.expect("an operation"), row);
    }
}
