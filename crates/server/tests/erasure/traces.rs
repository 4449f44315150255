//! Somebody whose every value can be told from all others: exported while he is there, and
//! nowhere to be found when he has gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use thoughts_testing::personal_data::entries;

use crate::support::{
    Client, PostgresDatabase, Program, Server, eventually, postgres_texts, sqlite_texts,
};

/// Is in every value of hers, and in nothing else.
const MARK: &str = "zqx7";

/// The same in hexadecimal digits, as `PostgreSQL` shows bytes.
const HEX: &str = "7a717837";

/// Columns that tell about somebody and cannot carry a mark, beside ids: choices among a few words,
/// what is made of a secret, and what only others write. `docs/personal-data.md` says of each what
/// becomes of it.
const UNMARKED: &[&str] = &[
    "erasures.content",
    "events.aggregate_type",
    "events.trace_parent",
    "events.type",
    // A worker takes these within a second: the contract suites have tests of what erasing leaves.
    "forgotten_passwords.email",
    "former_handles.handle",
    "idempotency_records.headers",
    "mails.kind",
    // Only a moderator writes there.
    "moderation_log.action",
    "moderation_log.reason",
    "moderation_log.subject_type",
    "notification_entries.kind",
    "notification_withdrawals.kind",
    "notifications.kind",
    "one_time_tokens.purpose",
    "one_time_tokens.token_hash",
    // Only by tokens of a provider: crates/infrastructure has tests of what erasing leaves.
    "outside_identities.digest",
    "outside_identities.issuer",
    "outside_identities.subject",
    "parked_events.aggregate_type",
    "parked_events.event_type",
    "post_words_idx.term",
    "ranking_generations.member_ids",
    "ranking_generations.scope",
    "recovery_codes.code_hash",
    "refresh_tokens.successor_hash",
    "refresh_tokens.token_hash",
    "reports.reason",
    "reports.resolved_by",
    "reports.subject_type",
    "second_factors.sealed_secret",
    "users.language",
    "users.password_hash",
    // Three characters at a time, and the mark has four.
    "user_names_data.block",
    "users.role",
];

/// An id is made by the service.
fn is_an_id(place: &str) -> bool {
    let column = place.rsplit('.').next().unwrap_or_default();
    column == "id" || column.ends_with("_id") || column.ends_with("_ids")
}

/// What stays under nobody's name when the content is kept.
const CONTENT: &[&str] = &[
    "comments.body",
    "post_edits.body",
    "post_hashtags.tag",
    "posts.body",
    "posts.hashtags",
    "trending_hashtags.tag",
];

/// The same where only one storage has it.
const CONTENT_OF_SQLITE: &[&str] = &[
    "post_words.words",
    "post_words_data.block",
    "search_posts.words",
];
const CONTENT_OF_POSTGRES: &[&str] = &["post_search.words"];

/// A storage, as these tests look at it.
struct Ground<'a> {
    program: &'a dyn Fn(&[&str]) -> Program,
    /// Every column of text, JSON or bytes, as `table.column`.
    columns: &'a dyn Fn() -> Vec<String>,
    /// How many rows of a table hold the mark in a column.
    marked: &'a dyn Fn(&str, &str) -> u64,
}

/// Where the mark is found.
fn traces(ground: &Ground<'_>) -> BTreeSet<String> {
    let columns = (ground.columns)();
    assert!(columns.len() > 40, "the catalogue was read wrongly");
    let marked = columns.into_iter().filter(|place| {
        let (table, column) = place.split_once('.').expect("a table and a column");
        (ground.marked)(table, column) > 0
    });
    marked.collect()
}

fn done(client: &Client, method: &str, path: &str, body: &Value) -> String {
    let headers = [
        ("User-Agent", "zqx7agent/1"),
        ("Idempotency-Key", &format!("zqx7key {path} {body}")),
    ];
    let answer = client.send_with(method, path, Some(body), &headers);
    let answer = answer.expect("an answer");
    assert!(matches!(answer.status, 200 | 201), "{answer:?}");
    answer.text
}

fn id(text: &str) -> String {
    let value: Value = serde_json::from_str(text).expect("JSON");
    value["id"].as_str().expect("an id").to_owned()
}

/// Uses everything that there is once, and a post of somebody else.
fn a_life(server: &Server, his: &str) -> Client {
    let nobody = server.client();
    let account = json!({
        "handle": "zqx7handle", "displayName": "zqx7name", "email": "zqx7mail@example.org",
        "password": "zqx7password is long",
    });
    let opened = done(&nobody, "POST", "/v1/auth/register", &account);
    let opened: Value = serde_json::from_str(&opened).expect("JSON");
    let her = nobody.with_token(opened["accessToken"].as_str().expect("a token"));
    let profile = json!({ "bio": "zqx7bio", "avatarUrl": "https://example.org/zqx7.png" });
    done(&her, "PATCH", "/v1/me", &profile);
    let login = json!({ "login": "zqx7handle", "password": "zqx7password is long" });
    done(&nobody, "POST", "/v1/auth/login", &login);
    let post = id(&done(
        &her,
        "POST",
        "/v1/posts",
        &json!({ "body": "zqx7first #zqx7tag" }),
    ));
    let edit = json!({ "body": "zqx7second #zqx7tag" });
    done(&her, "PATCH", &format!("/v1/posts/{post}"), &edit);
    let comments = format!("/v1/posts/{his}/comments");
    let top = id(&done(
        &her,
        "POST",
        &comments,
        &json!({ "body": "zqx7comment" }),
    ));
    let reply = json!({ "body": "zqx7reply", "parentId": top });
    done(&her, "POST", &comments, &reply);
    let edit = json!({ "body": "zqx7edited" });
    done(&her, "PATCH", &format!("/v1/comments/{top}"), &edit);
    let report = json!({ "postId": his, "reason": "other", "note": "zqx7note" });
    done(&her, "POST", "/v1/reports", &report);
    her
}

/// Every column that can carry the mark does: otherwise nobody would find out what stays in it.
fn every_value_is_marked(ground: &Ground<'_>, found: &BTreeSet<String>) {
    let personal: BTreeSet<_> = entries()
        .iter()
        .filter(|entry| entry.is_personal())
        .map(thoughts_testing::personal_data::Entry::place)
        .collect();
    let text: BTreeSet<_> = (ground.columns)().into_iter().collect();
    // Waits for its place for some milliseconds only; the log has the same columns.
    let waits = |place: &str| place.starts_with("outbox.");
    let unmarked: Vec<_> = personal
        .intersection(&text)
        .filter(|place| !found.contains(*place))
        .filter(|place| !waits(place) && !is_an_id(place))
        .filter(|place| UNMARKED.iter().all(|unmarked| unmarked != *place))
        .collect();
    assert!(
        unmarked.is_empty(),
        "nothing is found in {unmarked:?}: let `a_life` in this file put the mark there, or say in \
         UNMARKED that it cannot carry one"
    );
    let known: Vec<_> = found.difference(&personal).collect();
    assert!(
        known.is_empty(),
        "docs/personal-data.md calls {known:?} nobody's"
    );
}

fn goes_without_a_trace(ground: &Ground<'_>, content: &str, stays: &[&str]) {
    let mut server = Server::start((ground.program)(&["serve"]));
    let bob = server.client().register("bob").client;
    let his = bob.publish("His post");
    let her = a_life(&server, &his);
    eventually("her events to get their places, and to be found", || {
        let found = traces(ground);
        let waiting = found.iter().any(|place| place.starts_with("outbox."));
        let is_indexed = |part: &str| found.iter().any(|place| place.contains(part));
        let indexed = ["search", "names", "trending"].into_iter().all(is_indexed);
        (!waiting && indexed).then_some(())
    });
    let found = traces(ground);
    every_value_is_marked(ground, &found);

    let export = her.get("/v1/me/export");
    assert_eq!(export.status, 200);
    for value in [
        "handle", "name", "mail", "bio", ".png", "agent", "key", "first", "second", "tag", "reply",
        "edited", "comment", "note",
    ] {
        let value = format!("{MARK}{value}");
        assert!(export.text.contains(&value), "{value}: {}", export.text);
    }
    assert!(!export.text.contains("zqx7password"));

    let path = format!("/v1/me?content={content}");
    let gone = her.send("DELETE", &path, None, None).expect("an answer");
    assert_eq!(gone.status, 204, "{gone:?}");
    eventually("the erasure", || {
        let check = (ground.program)(&["check"]).run();
        check
            .printed()
            .contains("erasures: none pending")
            .then_some(())
    });
    let left: Vec<_> = traces(ground).into_iter().collect();
    let stays: BTreeSet<_> = stays.iter().map(ToString::to_string).collect();
    assert_eq!(left, stays.into_iter().collect::<Vec<_>>());
    assert_eq!(bob.get(&format!("/v1/posts/{his}")).status, 200);
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0));
}

fn on_sqlite(content: &str, stays: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data/thoughts.db");
    goes_without_a_trace(
        &Ground {
            program: &|arguments| Program::new(folder.path(), arguments).var("DRAIN_SECONDS", "0"),
            columns: &|| {
                sqlite_texts(
                    &file,
                    "SELECT t.name || '.' || c.name
                     FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
                     WHERE t.schema = 'main' AND t.type IN ('table', 'virtual', 'shadow')
                         AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                         AND t.name <> '_sqlx_migrations'
                         AND c.type NOT IN ('INTEGER', 'REAL')",
                )
            },
            marked: &|table, column| {
                let found = sqlite_texts(
                    &file,
                    &format!(
                        "SELECT 'found' FROM {table}
                         WHERE instr(CAST({column} AS BLOB), CAST('{MARK}' AS BLOB)) > 0"
                    ),
                );
                found.len() as u64
            },
        },
        content,
        stays,
    );
    folder
}

fn on_postgres(content: &str, stays: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    goes_without_a_trace(
        &Ground {
            program: &|arguments| {
                let program = database.program(folder.path(), arguments);
                program.var("DRAIN_SECONDS", "0")
            },
            columns: &|| {
                postgres_texts(
                    &database.url(),
                    "SELECT c.relname || '.' || a.attname
                     FROM pg_attribute a
                     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
                     JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
                     JOIN pg_type t ON t.oid = a.atttypid
                     WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT c.relispartition
                         AND c.relname <> '_sqlx_migrations'
                         AND t.typcategory NOT IN ('N', 'B', 'D', 'T')",
                )
            },
            marked: &|table, column| {
                let found = postgres_texts(
                    &database.url(),
                    &format!(
                        "SELECT 'found' FROM {table}
                         WHERE {column}::text LIKE '%{MARK}%' OR {column}::text LIKE '%{HEX}%'"
                    ),
                );
                found.len() as u64
            },
        },
        content,
        stays,
    );
}

/// Not even the bytes of the file tell, free pages and the write-ahead log included.
fn the_files_hold_nothing(folder: &Path) {
    let mut read = 0;
    for entry in fs::read_dir(folder.join("data")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a file");
        read += bytes.len();
        let found = bytes
            .windows(MARK.len())
            .any(|some| some == MARK.as_bytes());
        assert!(!found, "{} still holds the mark", path.display());
    }
    assert!(read > 50_000, "the database was not read");
}

#[test]
fn with_the_content_on_sqlite() {
    let folder = on_sqlite("delete", &[]);
    the_files_hold_nothing(folder.path());
}

#[test]
fn without_the_content_on_sqlite() {
    on_sqlite("anonymise", &[CONTENT, CONTENT_OF_SQLITE].concat());
}

#[test]
fn with_the_content_on_postgres() {
    on_postgres("delete", &[]);
}

#[test]
fn without_the_content_on_postgres() {
    on_postgres("anonymise", &[CONTENT, CONTENT_OF_POSTGRES].concat());
}
