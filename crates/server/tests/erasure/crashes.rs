//! An account that is deleted goes to its end, whatever kills the program meanwhile: before and
//! after every commit of every step.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{
    Client, PostgresDatabase, Program, Server, postgres_texts, sqlite_execute, sqlite_texts,
};

/// The steps of an account whose content goes.
const STEPS: &[&str] = &[
    "waiting_events",
    "logged_events",
    "relations",
    "reactions",
    "reports",
    "posts",
    "comments",
    "account",
];

/// The steps of an account whose content stays.
const STEPS_BESIDE_CONTENT: &[&str] = &[
    "waiting_events",
    "logged_events",
    "relations",
    "reactions",
    "reports",
];

/// A storage, as these tests need it.
struct Ground<'a> {
    program: &'a dyn Fn(&[&str]) -> Program,
    sql: &'a dyn Fn(&str),
    texts: &'a dyn Fn(&str) -> Vec<String>,
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

/// Ada, who leaves, and Bob, who stays.
struct Town {
    ada: Client,
    hers: String,
    his: String,
    held: String,
}

impl Town {
    fn founded(ground: &Ground<'_>) -> Self {
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
        Self {
            ada,
            hers,
            his,
            held,
        }
    }
}

/// How far the job is, by what it says and by what is left to it; empty when there is none.
fn job(ground: &Ground<'_>) -> Vec<String> {
    (ground.texts)(
        "SELECT step || ' ' || CAST(progress AS text)
             || ' ' || CAST((SELECT count(*) FROM posts) AS text)
             || ' ' || CAST((SELECT count(*) FROM comments WHERE deleted_at IS NULL) AS text)
         FROM erasures",
    )
}

/// Ada deletes her account, and the program dies at that place without an answer.
fn ask_and_die(ground: &Ground<'_>, ada: &Client, content: &str, place: &str) -> String {
    let requesting = (ground.program)(&["serve"]).var("THOUGHTS_CRASH_ERASURE_AT", place);
    let mut server = Server::start(requesting);
    let path = format!("/v1/me?content={content}");
    let lost = ada.at(&server.url).send("DELETE", &path, None, None);
    assert!(
        lost.is_err(),
        "the program died before it answered: {lost:?}"
    );
    assert_eq!(server.ended(), None);
    died_at(&server.output())
}

/// Kills the program before and after every commit, and looks at what is stored each time; to the
/// end of the job.
fn survives(ground: &Ground<'_>, content: &str, steps: &[&str]) -> Town {
    let town = Town::founded(ground);
    let died = ask_and_die(ground, &town.ada, content, "before");
    assert_eq!(died, "before_request");
    assert_eq!(job(ground), [""; 0], "nothing was kept");
    let server = Server::start((ground.program)(&["serve"]));
    assert_eq!(town.ada.at(&server.url).get("/v1/me").status, 200);
    server.crash();

    let died = ask_and_die(ground, &town.ada, content, "requested");
    let mut points = BTreeSet::from([died]);
    let mut deaths = 1;
    while !checked(ground).contains("erasures: none pending") {
        let before = job(ground);
        points.insert(run_and_die(ground, "before"));
        assert_eq!(job(ground), before, "nothing of the batch was kept");
        checked(ground);
        points.insert(run_and_die(ground, "any"));
        assert_ne!(job(ground), before, "the batch was kept");
        deaths += 1;
        assert!(
            deaths < 60,
            "an erasure does not come to its end: {points:?}"
        );
    }
    let mut expected = BTreeSet::from(["requested".to_owned()]);
    for step in steps {
        expected.extend([(*step).to_owned(), format!("before_{step}")]);
    }
    assert_eq!(points, expected);
    town
}

fn run_and_die(ground: &Ground<'_>, place: &str) -> String {
    let dying = (ground.program)(&["serve"]).var("THOUGHTS_CRASH_ERASURE_AT", place);
    let mut running = dying.var("PORT", "0").spawn();
    assert_eq!(running.ended(), None, "{}", running.output());
    died_at(&running.output())
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

fn with_the_content(ground: &Ground<'_>) {
    let town = survives(ground, "delete", STEPS);
    let server = Server::start((ground.program)(&["serve"]));
    let client = server.client();
    assert_eq!(client.get("/v1/users/by-handle/ada").status, 404);
    assert_eq!(client.get(&format!("/v1/posts/{}", town.hers)).status, 404);
    assert_eq!(town.ada.at(&server.url).get("/v1/me").status, 401);
    let post = client.get(&format!("/v1/posts/{}", town.his)).json();
    assert_eq!(post["commentCount"], 1, "what bob wrote stays");
    assert_eq!(post["likeCount"], 0, "ada likes nothing any more");
    let tombstone = client.get(&format!("/v1/comments/{}", town.held)).json();
    assert_eq!(
        (&tombstone["deleted"], &tombstone["body"]),
        (&json!(true), &json!(null))
    );
    nobody_follows_bob(&client);
    // The handle and the address are free.
    client.register("ada");
}

fn without_the_content(ground: &Ground<'_>) {
    let town = survives(ground, "anonymise", STEPS_BESIDE_CONTENT);
    let server = Server::start((ground.program)(&["serve"]));
    let client = server.client();
    assert_eq!(client.get("/v1/users/by-handle/ada").status, 404);
    assert_eq!(town.ada.at(&server.url).get("/v1/me").status, 401);
    let hers = client.get(&format!("/v1/posts/{}", town.hers)).json();
    assert_eq!(hers["body"], "Her post, #farewell");
    assert_eq!(hers["commentCount"], 152, "everything on it stays");
    assert_ne!(hers["author"]["handle"], "ada");
    let his = client.get(&format!("/v1/posts/{}", town.his)).json();
    assert_eq!(his["commentCount"], 233);
    assert_eq!(his["likeCount"], 0, "ada likes nothing any more");
    let comment = client.get(&format!("/v1/comments/{}", town.held)).json();
    assert_eq!(comment["body"], "her comment");
    assert_eq!(comment["author"], hers["author"], "nobody in particular");
    nobody_follows_bob(&client);
    client.register("ada");
}

fn nobody_follows_bob(client: &Client) {
    let profile = client.get("/v1/users/by-handle/bob").json();
    assert_eq!(
        (&profile["postCount"], &profile["followerCount"]),
        (&json!(1), &json!(0))
    );
}

fn on_sqlite(test: fn(&Ground<'_>)) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data/thoughts.db");
    test(&Ground {
        program: &|arguments| Program::new(folder.path(), arguments),
        sql: &|sql| sqlite_execute(&file, sql),
        texts: &|sql| sqlite_texts(&file, sql),
        id: &|letter| format!("printf('{letter}%023d', n)"),
        numbers: &|count| {
            format!(
                "(WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {count})
                  SELECT n FROM r) numbers"
            )
        },
    });
}

fn on_postgres(test: fn(&Ground<'_>)) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    test(&Ground {
        program: &|arguments| database.program(folder.path(), arguments),
        sql: &|sql| database.execute(sql),
        texts: &|sql| postgres_texts(&database.url(), sql),
        id: &|letter| format!("'{letter}' || lpad(n::text, 23, '0')"),
        numbers: &|count| format!("generate_series(1, {count}) n"),
    });
    // Of the two who were called ada only the second has said anything that can be read.
    let said = "SELECT count(*) FROM events e JOIN users u ON u.handle = 'ada'
                WHERE e.actor_id <> u.id AND e.payload::text ~ 'er (post|comment|answer|last)'";
    assert_eq!(database.number(said), 0);
}

#[test]
fn a_kill_at_every_step_on_sqlite() {
    on_sqlite(with_the_content);
}

#[test]
fn a_kill_at_every_step_on_postgres() {
    on_postgres(with_the_content);
}

#[test]
fn a_kill_at_every_step_of_an_anonymisation_on_sqlite() {
    on_sqlite(without_the_content);
}

#[test]
fn a_kill_at_every_step_of_an_anonymisation_on_postgres() {
    on_postgres(without_the_content);
}
