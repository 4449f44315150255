//! An account that is deleted goes to its end, whatever kills the program meanwhile.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{Client, PostgresDatabase, Program, Server, sqlite_execute};

/// The points of `src/erasure_crash_points.rs` on the way of an account whose content goes.
const POINTS: [&str; 8] = [
    "requested",
    "waiting_events",
    "logged_events",
    "relations",
    "reactions",
    "posts",
    "comments",
    "account",
];

/// A storage, as these tests need it.
struct Ground<'a> {
    program: &'a dyn Fn(&[&str]) -> Program,
    sql: &'a dyn Fn(&str),
    /// An expression for an id made of a letter and `n`.
    id: &'a dyn Fn(char) -> String,
    /// A table of the numbers `n` up to this.
    numbers: &'a dyn Fn(u32) -> String,
}

fn comment(who: &Client, post: &str, body: &str, parent: Option<&str>) -> String {
    let path = format!("/v1/posts/{post}/comments");
    let mut fields = json!({ "body": body });
    if let Some(parent) = parent {
        fields["parentId"] = json!(parent);
    }
    let answer = who.post(&path, &fields);
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.id()
}

/// Puts so much there that posts and comments take several batches.
fn fill(ground: &Ground<'_>, letter: char, author: &str, post: &str, count: u32) {
    let (id, numbers) = ((ground.id)(letter), (ground.numbers)(count));
    (ground.sql)(&format!(
        "INSERT INTO comments (id, post_id, author_id, body, depth, created_at, version)
         SELECT {id}, '{post}', u.id, 'one of many', 0, u.created_at, 1
         FROM {numbers}, users u WHERE u.handle = '{author}';
         UPDATE posts SET comment_count = comment_count + {count} WHERE id = '{post}'"
    ));
}

/// Kills the program after every durable step, and looks at what is stored each time.
fn survives(ground: &Ground<'_>) {
    let server = Server::start((ground.program)(&["serve"]));
    let ada = server.client().register("ada").client;
    let bob = server.client().register("bob").client;
    let hers = ada.publish("Her post, #farewell");
    let his = bob.publish("His post");
    let top = comment(&bob, &hers, "his comment", None);
    comment(&ada, &hers, "her answer", Some(&top));
    let held = comment(&ada, &his, "her comment", None);
    let kept = comment(&bob, &his, "his answer", Some(&held));
    comment(&ada, &his, "her last word", Some(&kept));
    let follow = format!("/v1/users/{}/follow", bob.get("/v1/me").id());
    let followed = ada.send("PUT", &follow, None, None).expect("an answer");
    assert_eq!(followed.status, 204, "{followed:?}");
    let like = format!("/v1/posts/{his}/like");
    let liked = ada.send("PUT", &like, None, None).expect("an answer");
    assert_eq!(liked.status, 204, "{liked:?}");
    server.crash();
    fill(ground, 'h', "ada", &his, 230);
    fill(ground, 'b', "bob", &hers, 150);

    let requesting = (ground.program)(&["serve"]).var("THOUGHTS_CRASH_ERASURE_AT", "requested");
    let mut server = Server::start(requesting);
    let ada = ada.at(&server.url);
    let lost = ada.send("DELETE", "/v1/me?content=delete", None, None);
    assert!(
        lost.is_err(),
        "the program died before it answered: {lost:?}"
    );
    assert_eq!(server.ended(), None);
    let mut points = BTreeSet::from([died_at(&server.output())]);

    let mut deaths = 1;
    while !checked(ground).contains("erasures: none pending") {
        let dying = (ground.program)(&["serve"]).var("THOUGHTS_CRASH_ERASURE_AT", "any");
        let mut running = dying.var("PORT", "0").spawn();
        assert_eq!(running.ended(), None, "{}", running.output());
        points.insert(died_at(&running.output()));
        deaths += 1;
        assert!(
            deaths < 60,
            "an erasure does not come to its end: {points:?}"
        );
    }
    let points: Vec<_> = points.iter().map(String::as_str).collect();
    assert_eq!(
        points,
        BTreeSet::from(POINTS).into_iter().collect::<Vec<_>>()
    );
    assert!(deaths > POINTS.len() + 2, "some steps take several batches");

    let server = Server::start((ground.program)(&["serve"]));
    let client = server.client();
    assert_eq!(client.get("/v1/users/by-handle/ada").status, 404);
    assert_eq!(client.get(&format!("/v1/posts/{hers}")).status, 404);
    assert_eq!(ada.at(&server.url).get("/v1/me").status, 401);
    let post = client.get(&format!("/v1/posts/{his}")).json();
    assert_eq!(post["commentCount"], 1, "what bob wrote stays");
    assert_eq!(post["likeCount"], 0, "ada likes nothing any more");
    let tombstone = client.get(&format!("/v1/comments/{held}")).json();
    assert_eq!(
        (&tombstone["deleted"], &tombstone["body"]),
        (&json!(true), &json!(null))
    );
    let profile = client.get("/v1/users/by-handle/bob").json();
    assert_eq!(
        (&profile["postCount"], &profile["followerCount"]),
        (&json!(1), &json!(0))
    );
    // The handle and the address are free.
    client.register("ada");
}

fn died_at(output: &str) -> String {
    let (_, rest) = output
        .rsplit_once("\"crash_point\":\"")
        .unwrap_or_else(|| panic!("it died of something else: {output}"));
    rest.split('"').next().expect("a name").to_owned()
}

/// What `thoughts check` says, which must find nothing broken.
fn checked(ground: &Ground<'_>) -> String {
    (ground.program)(&["check"]).run().printed().to_owned()
}

#[test]
fn a_kill_after_every_step_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    survives(&Ground {
        program: &|arguments| Program::new(folder.path(), arguments),
        sql: &|sql| sqlite_execute(&folder.path().join("data/thoughts.db"), sql),
        id: &|letter| format!("printf('{letter}%023d', n)"),
        numbers: &|count| {
            format!(
                "(WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {count})
                  SELECT n FROM r) numbers"
            )
        },
    });
}

#[test]
fn a_kill_after_every_step_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    survives(&Ground {
        program: &|arguments| database.program(folder.path(), arguments),
        sql: &|sql| database.execute(sql),
        id: &|letter| format!("'{letter}' || lpad(n::text, 23, '0')"),
        numbers: &|count| format!("generate_series(1, {count}) n"),
    });
    // Of the two who were called ada only the second has said anything that can be read.
    let said = "SELECT count(*) FROM events e JOIN users u ON u.handle = 'ada'
                WHERE e.actor_id <> u.id AND e.payload::text LIKE '%her%'";
    assert_eq!(database.number(said), 0);
}
