//! No statement of a request walks a table: the query planner is asked about every one.

use std::fs;
use std::path::Path;

use sqlx::{QueryBuilder, Row, SqliteConnection};

use crate::support::database;

/// What may be walked: one row, what one page holds, arrays that came as parameters, and the few
/// accounts that are being erased.
const SMALL: &[&str] = &[
    "h",
    "event_head",
    "erasures",
    "CONSTANT",
    // Two rows that stand in the statement, by the words of older and newer planners.
    "2-ROW",
    "2",
    "page",
    "r",
    "edit",
    "newest",
    "listed",
    "gone",
    "wanted",
    "member",
    "json_each",
    // What one page of notifications is put together from, and what is due.
    "here",
    "before",
    "entries",
    "ranked",
    "r",
    "s",
    "d",
    "m",
    "found",
    // Whom a home feed is made of, and what of it was found so far.
    "hidden",
    "sources",
    "walked",
    "heads",
    "posted",
    "brought",
    "earlier",
    "placed",
    // Places near the moment of one post.
    "taken",
    // Notes that are taken within a second, and only as many as are asked for.
    "forgotten_passwords",
    "stale_hashtags",
    // A generation is read from the front of the index that is in its order, as far as it goes.
    "trending_posts",
    "trending_hashtags",
    // The newest deeds, a bounded number of them.
    "e",
    "c",
    "u",
];

/// Statements that have to look at everything, by a part of their text: none serves a request.
const THOROUGH: &[&str] = &[
    // Integrity checks and their repairs.
    r#"AS "detail!: String""#,
    "AS recount",
    "DELETE FROM comments WHERE deleted_at IS NOT NULL",
    // Migrations that were applied: a handful.
    "sqlite_schema",
    // Loading a made-up world.
    "FROM seed_world",
    "FILTER (WHERE email LIKE",
    "DELETE FROM comments WHERE depth = ?",
    "INSERT INTO ended_sessions (session_id, ended_at) SELECT id, ? FROM sessions WHERE true",
    // Making all notifications again.
    "FROM notifications AS n WHERE NOT EXISTS",
    // One row for each reader: a handful.
    "FROM subscriptions AS s",
    // A metric over a queue that is mostly empty.
    r#"AS "waiting!: i64""#,
    // Walks the log from its beginning, and no further than it deletes.
    "DELETE FROM events WHERE position IN",
];

/// Every statement of the adapter, as kept for builds without a database.
fn statements() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let statements: Vec<_> = fs::read_dir(folder)
        .expect("query data")
        .map(|entry| {
            let text = fs::read_to_string(entry.expect("an entry").path()).expect("text");
            let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            data["query"].as_str().expect("a statement").to_owned()
        })
        .collect();
    assert!(statements.len() > 50, "the query data was not found");
    statements
}

async fn plan(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
    QueryBuilder::new("EXPLAIN QUERY PLAN ")
        .push(statement)
        .build()
        .fetch_all(connection)
        .await
        .expect(statement)
        .iter()
        .map(|row| row.get("detail"))
        .collect()
}

/// `SCAN posts` and the like, of anything that grows.
fn walks(step: &str) -> bool {
    step.strip_prefix("SCAN ").is_some_and(|rest| {
        let table = rest.split(' ').next().unwrap_or_default();
        // `M` is a match of words: what it walks is the list of one word.
        let matches = rest.contains("VIRTUAL TABLE INDEX") && rest.contains(":M");
        !table.starts_with('(') && !matches && !SMALL.contains(&table)
    })
}

#[tokio::test]
async fn every_statement_of_a_request_finds_its_rows_by_an_index() {
    let database = database().await;
    let mut connection = database.outside().await;
    let mut faults = Vec::new();
    for statement in statements() {
        if THOROUGH.iter().any(|part| statement.contains(part)) {
            continue;
        }
        let plan = plan(&mut connection, &statement).await;
        if plan.iter().any(|step| walks(step)) {
            faults.push(format!("{statement}\n  {}", plan.join("\n  ")));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

#[tokio::test]
async fn pages_are_cut_by_the_edge_and_never_sorted() {
    let database = database().await;
    let mut connection = database.outside().await;
    let mut seen = 0;
    for statement in statements() {
        let Some((_, page)) = statement.split_once("LEFT JOIN (SELECT") else {
            continue;
        };
        // Pages number their parameters; what counts does not. A ranking has no edge.
        let limit = page.split("LIMIT ?").nth(1).unwrap_or_default();
        let is_page = limit.starts_with(|next: char| next.is_ascii_digit());
        let is_ranked = page.contains(" AS rank");
        if !is_page || is_ranked || page.contains("UNION ALL") {
            continue;
        }
        seen += 1;
        let ends = [") page ON TRUE", ") r ON o.id IS NOT NULL"];
        let page = ends.iter().find_map(|end| page.split_once(end));
        let (page, _) = page.expect("a page");
        let plan = plan(&mut connection, &format!("SELECT{page}")).await;
        let by_edge = |step: &String| {
            step.contains("(created_at,")
                || step.contains("created_at<")
                || step.contains("created_at>")
        };
        assert!(plan.iter().any(by_edge), "{page}\n{plan:#?}");
        let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE"));
        assert!(!sorts, "{page}\n{plan:#?}");
    }
    assert!(seen >= 14, "only {seen} pages were found");
}
