//! `thoughts seed`: a made-up world, the same on both storages.

use std::path::Path;
use std::time::Duration;

use clap::CommandFactory;
use serde_json::{Value, json};
use thoughts_server::cli::Cli;

use crate::support::{PostgresDatabase, Program, Server, within};

const SMALL: [&str; 7] = [
    "seed",
    "--users",
    "40",
    "--posts",
    "300",
    "--comments",
    "900",
];

/// Runs `seed` with the small world's size and more arguments.
fn seed(program: &dyn Fn(&Path, &[&str]) -> Program, folder: &Path, more: &[&str]) -> Program {
    program(folder, &[&SMALL, more].concat())
}

/// What a reader sees of a world: users, posts, the comments on the most discussed posts, who
/// follows the most active users, and who likes and reposted the most discussed posts.
fn seen(server: &Server) -> Vec<Value> {
    let client = server.client();
    let posts = client.get("/v1/posts?limit=100").json();
    let mut seen = vec![client.get("/v1/users?limit=100").json()["data"].clone()];
    let mut discussed = posts["data"].as_array().expect("posts").clone();
    discussed.sort_by_key(|post| std::cmp::Reverse(post["commentCount"].as_u64()));
    for post in discussed.iter().take(10) {
        let id = post["id"].as_str().expect("an id");
        seen.push(client.get(&format!("/v1/posts/{id}/comments")).json()["data"].clone());
    }
    seen.push(posts["data"].clone());
    for post in discussed.iter().take(10) {
        let id = post["id"].as_str().expect("an id");
        for list in ["likes", "reposts"] {
            seen.push(client.get(&format!("/v1/posts/{id}/{list}")).json()["data"].clone());
        }
    }
    for user in seen[0].as_array().expect("users").clone() {
        let id = user["id"].as_str().expect("an id");
        for list in ["followers", "following"] {
            seen.push(client.get(&format!("/v1/users/{id}/{list}")).json()["data"].clone());
        }
    }
    seen
}

/// What somebody who logs in sees of what was made from the tables: his notifications, but for
/// their ids, and what is found.
fn projected(server: &Server, handle: &str, password: &str) -> Vec<Value> {
    let login = json!({ "login": handle, "password": password });
    let answer = server.client().post("/v1/auth/login", &login);
    assert_eq!(answer.status, 200, "{answer:?}");
    let session = answer.json();
    let token = session["accessToken"].as_str().expect("a token");
    let client = server.client().with_token(token);
    let mut told = client.get("/v1/notifications?limit=100").json()["data"].clone();
    for notification in told.as_array_mut().expect("notifications") {
        let id = notification
            .as_object_mut()
            .and_then(|one| one.remove("id"));
        assert!(id.is_some());
    }
    let mut projected = vec![told, client.get("/v1/notifications/unread-count").json()];
    for search in [
        "type=posts&q=coffee",
        "type=users&q=ana",
        "type=hashtags&q=r",
    ] {
        projected.push(client.get(&format!("/v1/search?{search}")).json()["data"].clone());
    }
    projected
}

/// Goes through every way of calling it, and ends with a server on the world.
fn every_way(program: &dyn Fn(&Path, &[&str]) -> Program, folder: &Path) -> Vec<Value> {
    let loaded = seed(program, folder, &[]).run();
    for line in [
        "users: 40 of 40",
        "posts: 300 of 300",
        "comments: 900 of 900",
    ] {
        assert!(loaded.stderr.lines().any(|told| told == line), "{loaded:?}");
    }
    for stage in ["relations", "reactions", "comment likes"] {
        let mut told = loaded.stderr.lines();
        let line = told.find_map(|line| line.strip_prefix(&format!("{stage}: ")));
        let (done, total) = line
            .and_then(|line| line.split_once(" of "))
            .expect("how many");
        assert!(done == total && total != "0", "{loaded:?}");
    }
    assert!(
        loaded
            .printed()
            .contains("40 users, 300 posts and 900 comments, "),
        "{loaded:?}"
    );
    let sound = program(folder, &["check"]).run();
    assert!(!sound.printed().contains("broken"), "{sound:?}");

    let again = seed(program, folder, &[]).run();
    assert!(again.printed().contains("nothing was changed"), "{again:?}");
    let other = seed(program, folder, &["--rng-seed", "7"]).run();
    assert!(other.refused(1).contains("--reset"), "{other:?}");
    // More is asked here than one reader may in a minute.
    let server = program(folder, &["serve"]).var("RATE_LIMIT", "off");
    let server = Server::start(server);
    let before = seen(&server);
    let reset = seed(program, folder, &["--reset"]).run();
    assert!(reset.printed().contains("loaded"), "{reset:?}");
    assert_eq!(seen(&server), before, "the same world again");

    // What the seed tells at its end lets somebody in.
    let line = reset
        .stdout
        .lines()
        .find(|line| line.starts_with("login"))
        .expect("a login");
    let words: Vec<&str> = line.split(' ').collect();
    let (handle, password) = (words[1], words[words.len() - 1]);
    let projected = projected(&server, handle, password);

    // An account that the seed did not make keeps it from clearing, unless it is forced.
    server.client().register("ada");
    let careful = seed(program, folder, &["--reset"]).run();
    assert!(careful.refused(1).contains("--force"), "{careful:?}");
    let careless = seed(program, folder, &["--force"]).run();
    assert_eq!(
        careless.code,
        Some(2),
        "--force alone means nothing: {careless:?}"
    );
    let forced = seed(program, folder, &["--reset", "--force"]).run();
    assert!(forced.printed().contains("loaded"), "{forced:?}");
    assert_eq!(seen(&server), before, "and nothing else is left");
    let sound = program(folder, &["check"]).run();
    assert!(!sound.printed().contains("broken"), "{sound:?}");
    [before, projected].concat()
}

#[test]
fn one_world_on_both_storages() {
    let folder = tempfile::tempdir().expect("a folder");
    let on_sqlite = every_way(&Program::new, folder.path());
    let database = PostgresDatabase::migrated();
    let folder = tempfile::tempdir().expect("a folder");
    let on_postgres = every_way(
        &|at, arguments| database.program(at, arguments),
        folder.path(),
    );
    assert_eq!(on_sqlite, on_postgres);
    let rows = |list: &Value| list.as_array().map_or(0, Vec::len);
    let comments: usize = on_sqlite[1..11].iter().map(rows).sum();
    assert_eq!((rows(&on_sqlite[0]), rows(&on_sqlite[11])), (40, 100));
    assert!(comments > 0, "somebody comments on posts");
    let likes_and_reposts: usize = on_sqlite[12..32].iter().map(rows).sum();
    assert!(likes_and_reposts > 0, "somebody likes what is discussed");
    let follows: usize = on_sqlite[32..112].iter().map(rows).sum();
    assert!(follows > 40, "{follows} follow or are followed");
    let [told, unread, found @ ..] = &on_sqlite[112..] else {
        panic!("no projections");
    };
    assert!(rows(told) > 3, "the most active is told something");
    assert!(
        unread["count"].as_u64() >= Some(rows(told) as u64),
        "{unread}"
    );
    assert!(found.iter().all(|list| rows(list) > 0), "{found:?}");
}

#[test]
fn a_load_that_was_broken_off_is_known_and_made_anew() {
    let database = PostgresDatabase::migrated();
    let folder = tempfile::tempdir().expect("a folder");
    let program = |at: &Path, arguments: &[&str]| database.program(at, arguments);
    seed(&program, folder.path(), &[]).run().printed();
    // As if it had stopped before its end: rows are there, the note of the world is not.
    database.execute("DELETE FROM comments WHERE depth > 0; DELETE FROM seed_world");
    let broken = seed(&program, folder.path(), &[]).run();
    assert!(broken.refused(1).contains("--reset"), "{broken:?}");
    let again = seed(&program, folder.path(), &["--reset"]).run();
    assert!(again.printed().contains("loaded"), "{again:?}");
    assert_eq!(database.number("SELECT count(*) FROM comments"), 900);
}

#[test]
fn a_fill_that_was_broken_off_leaves_every_index_and_is_made_up_for() {
    let database = PostgresDatabase::migrated();
    let folder = tempfile::tempdir().expect("a folder");
    let program = |at: &Path, arguments: &[&str]| database.program(at, arguments);
    let indexes = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'";
    let before = database.number(indexes);
    for reader in ["notifications", "search"] {
        let broken = seed(&program, folder.path(), &["--reset"]);
        let point = format!("{reader}/refilled");
        let broken = broken.var("THOUGHTS_CRASH_AT", &point).run();
        assert_eq!(broken.code, None, "{broken:?}");
        assert!(
            broken.stderr.contains(&format!("{point} reached")),
            "{broken:?}"
        );
        within(
            Duration::from_secs(10),
            "the lost transaction to end",
            || database.number(indexes) == before,
        );
    }
    let again = seed(&program, folder.path(), &[]).run();
    assert!(
        again.printed().contains("notifications is rebuilt"),
        "{again:?}"
    );
    assert!(database.number("SELECT count(*) FROM notifications") > 0);
    assert_eq!(database.number("SELECT count(*) FROM post_search"), 300);
    assert_eq!(database.number(indexes), before);
}

#[test]
fn a_scale_multiplies_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let sizes = ["--users=5", "--posts=7", "--comments=9", "--scale=3"];
    let loaded = Program::new(folder.path(), &[&["seed"], &sizes[..]].concat()).run();
    assert!(
        loaded
            .printed()
            .contains("15 users, 21 posts and 27 comments, "),
        "{loaded:?}"
    );
    let refused = Program::new(folder.path(), &["seed", "--scale", "0"]).run();
    assert!(refused.refused(2).contains("--scale"), "{refused:?}");
}

#[test]
fn the_usual_world_is_that_of_the_contract() {
    let command = Cli::command();
    let seed = command.find_subcommand("seed").expect("seed");
    for (name, expected) in [
        ("users", "1000"),
        ("posts", "20000"),
        ("comments", "100000"),
        ("rng_seed", "42"),
        ("scale", "1"),
    ] {
        let option = seed.get_arguments().find(|option| option.get_id() == name);
        let usual = option.expect("an option").get_default_values();
        assert_eq!(usual, [expected], "{name}");
    }
}

#[test]
fn a_terminal_shows_a_bar() {
    let folder = tempfile::tempdir().expect("a folder");
    // `script` of util-linux runs a command on a terminal of its own.
    let command = format!("{} {}", env!("CARGO_BIN_EXE_thoughts"), SMALL.join(" "));
    let shown = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(folder.path())
        .env("TERM", "xterm")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("script");
    let shown = String::from_utf8_lossy(&shown.stdout);
    assert!(
        shown.contains('█') && shown.contains("300/300"),
        "{shown:?}"
    );
    assert!(!shown.contains("posts: 300 of 300"), "{shown:?}");
}
