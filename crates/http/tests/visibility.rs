//! Every operation of the document, tried by somebody between whom and another a block stands, and
//! by somebody who mutes another. An operation without a row fails.

mod pair;
mod rows;
mod table;

use std::collections::BTreeSet;

use serde_json::Value;

use pair::{Pair, Relation};
use rows::rows;
use table::{Outcome, Row, Tried};

use crate::support::every_operation;

#[test]
fn every_operation_has_a_row() {
    let rows: BTreeSet<String> = rows().iter().map(|row| row.operation.to_owned()).collect();
    let operations = every_operation().into_iter();
    let named = operations.map(|it| format!("{} {}", it.method.to_lowercase(), it.path));
    assert_eq!(rows, named.collect());
}

/// What the reader gets is what the row says. What he gets while nothing stands between the two is
/// the proof that there is something to hide.
async fn holds(row: &Row, tried: &Tried, relation: Relation, pair: &Pair) {
    let expected = match relation {
        Relation::TheyMuteMe => tried.outcome.control(),
        Relation::IMute => tried.outcome.muted,
        Relation::IBlock | Relation::TheyBlock => tried.outcome.blocked,
    };
    let method = row.method();
    let (path, body) = (
        pair.fill(tried.path),
        tried.body.map(|body| pair.fill(body)),
    );
    let call = pair.world.call(method, &path).by(&pair.me);
    let call = match body {
        None => call,
        Some(body) => call.header("content-type", "application/json").raw(body),
    };
    let reply = call.send().await;
    let at = format!("{relation:?}: {method} {path}: {expected:?}");
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    let (status, shown) = (reply.status.as_u16(), text.contains(&pair.them.id));
    match expected {
        Outcome::NotFound => assert_eq!(status, 404, "{at}: {text}"),
        Outcome::Forbidden => assert_eq!(status, 403, "{at}: {text}"),
        Outcome::Done => assert!((200..300).contains(&status), "{at}: {status} {text}"),
        Outcome::Shown => assert!((200..300).contains(&status) && shown, "{at}: {text}"),
        Outcome::Absent => assert!((200..300).contains(&status) && !shown, "{at}: {text}"),
        Outcome::Counted(count) => {
            let body: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(body["count"], count, "{at}");
        }
    }
}

/// Reads share a world; what changes something gets one of its own.
async fn all_hold(relation: Relation) {
    let shared = Pair::apart_by(relation).await;
    for row in &rows() {
        let Some(tried) = &row.tried else { continue };
        if row.method() == "GET" {
            holds(row, tried, relation, &shared).await;
        } else {
            holds(row, tried, relation, &Pair::apart_by(relation).await).await;
        }
    }
}

#[tokio::test]
async fn nothing_is_hidden_by_who_mutes_the_reader() {
    all_hold(Relation::TheyMuteMe).await;
}

#[tokio::test]
async fn a_mute_only_hides_from_lists() {
    all_hold(Relation::IMute).await;
}

#[tokio::test]
async fn a_block_cuts_off_who_is_blocked() {
    all_hold(Relation::TheyBlock).await;
}

#[tokio::test]
async fn a_block_cuts_off_who_blocks() {
    all_hold(Relation::IBlock).await;
}
