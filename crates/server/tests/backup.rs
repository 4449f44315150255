//! `scripts/backup` and `scripts/restore`.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{Client, Ended, PostgresDatabase, Program, Script, Server};

const WORLD: [&str; 7] = [
    "seed",
    "--users",
    "20",
    "--posts",
    "100",
    "--comments",
    "200",
];

/// A storage, and how to run the program on it.
struct Place<'a> {
    url: &'a str,
    program: &'a dyn Fn(&[&str]) -> Program,
}

impl Place<'_> {
    fn script(&self, name: &str, file: &Path) -> Ended {
        let file = file.to_str().expect("a path");
        Script::new(name, &[file])
            .var("DATABASE_URL", self.url)
            .run()
    }

    fn serve(&self) -> Server {
        Server::start((self.program)(&["serve"]))
    }
}

/// The epoch of the event log that a list was read from.
fn epoch(client: &Client) -> String {
    let feed = client.get("/v1/posts");
    let position = feed.header("event-position").expect("a position");
    position
        .rsplit_once('-')
        .expect("epoch and number")
        .0
        .to_owned()
}

/// What somebody sees of the whole: two lists, from their first row to their last.
fn seen(client: &Client) -> [Vec<serde_json::Value>; 2] {
    ["/v1/posts", "/v1/users"].map(|list| client.every(list))
}

fn comes_back(from: &Place, to: &Place, folder: &Path) {
    let server = from.serve();
    (from.program)(&WORLD).run().printed();
    let post = server.client().register("ada").client.publish("Keep this");
    let (before, old_epoch) = (seen(&server.client()), epoch(&server.client()));
    assert_eq!([before[0].len(), before[1].len()], [101, 21]);

    // While it serves; what comes after is not in it.
    let file = folder.join("thoughts.backup");
    from.script("backup", &file).printed();
    server.client().register("bob");
    let bytes = fs::read(&file).expect("a backup");
    let again = from.script("backup", &file);
    assert!(again.stderr.contains("exists already"), "{again:?}");
    assert_eq!(
        fs::read(&file).expect("a backup"),
        bytes,
        "it was left alone"
    );
    let full = from.script("restore", &file);
    assert_eq!(full.code, Some(1), "not over what is there: {full:?}");

    to.script("restore", &file).printed();
    let twice = to.script("restore", &file);
    assert_eq!(twice.code, Some(1), "not over what was restored: {twice:?}");
    let check = (to.program)(&["check"]).run();
    assert!(
        check.printed().contains("posts.comment_count: ok"),
        "{check:?}"
    );
    assert!(!check.stdout.contains("broken"), "{check:?}");

    let restored = to.serve();
    let client = restored.client();
    assert_eq!(
        client.get(&format!("/v1/posts/{post}")).json()["body"],
        "Keep this"
    );
    assert_eq!(seen(&client), before);
    let login = json!({ "login": "ada", "password": "a long and quiet evening" });
    let login = client.post("/v1/auth/login", &login);
    assert_eq!(login.status, 200, "{login:?}");
    let token = login.json()["accessToken"].as_str().map(str::to_owned);
    client
        .with_token(&token.expect("a token"))
        .publish("And on");
    assert_ne!(
        epoch(&client),
        old_epoch,
        "positions from before are foreign"
    );
    assert_eq!(
        epoch(&server.client()),
        old_epoch,
        "the old place was only read"
    );
    let left = fs::read_dir(folder).expect("a folder");
    let names: Vec<_> = left
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["thoughts.backup"], "nothing half-made is left");
}

#[test]
fn on_sqlite() {
    let folders = [(); 3].map(|()| tempfile::tempdir().expect("a folder"));
    let [from, to, backup] = folders.each_ref().map(tempfile::TempDir::path);
    let url = |folder: &Path| format!("sqlite://{}/data/thoughts.db", folder.display());
    comes_back(
        &Place {
            url: &url(from),
            program: &|arguments| Program::new(from, arguments),
        },
        &Place {
            url: &url(to),
            program: &|arguments| Program::new(to, arguments),
        },
        backup,
    );
    let data = fs::read_dir(to.join("data")).expect("a folder");
    let folders = data.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_dir()));
    assert_eq!(
        folders.count(),
        0,
        "the folder in which it was made ready is gone"
    );
}

#[test]
fn on_postgres() {
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let [folder, backup] = folders.each_ref().map(tempfile::TempDir::path);
    let (from, to) = (PostgresDatabase::migrated(), PostgresDatabase::empty());
    comes_back(
        &Place {
            url: from.url().as_str(),
            program: &|arguments| from.program(folder, arguments),
        },
        &Place {
            url: to.url().as_str(),
            program: &|arguments| to.program(folder, arguments),
        },
        backup,
    );
}

#[test]
fn a_backup_that_does_not_fit_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    Program::new(folder.path(), &WORLD).run().printed();
    database.program(folder.path(), &WORLD).run().printed();
    let sqlite = format!("sqlite://{}/data/thoughts.db", folder.path().display());
    for url in [sqlite.as_str(), database.url().as_str()] {
        let file = place.path().join("thoughts.backup");
        // No file may grow beyond 8 KiB: as on a disk that is almost full.
        let failed = Script::limited("backup", &[file.to_str().expect("a path")], 8)
            .var("DATABASE_URL", url)
            .run();
        assert_eq!(failed.code, Some(1), "{failed:?}");
        assert!(failed.stderr.contains("failed"), "{failed:?}");
        let left = fs::read_dir(place.path()).expect("a folder").count();
        assert_eq!(left, 0, "{failed:?}");
    }
}

#[test]
fn what_is_no_backup_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("thoughts.backup");
    let database = PostgresDatabase::migrated();
    let postgres = database.url();
    let sqlite = format!("sqlite://{}/thoughts.db", folder.path().display());
    let restore = |url: &str| {
        let name = file.to_str().expect("a path");
        let refused = Script::new("restore", &[name])
            .var("DATABASE_URL", url)
            .run();
        assert_eq!(refused.code, Some(1), "{refused:?}");
        refused.stderr
    };
    assert!(restore(&sqlite).contains("there is no file"));
    fs::write(&file, "Dear diary").expect("written");
    assert!(restore(&sqlite).contains("is no backup"));
    fs::remove_file(&file).expect("removed");

    let name = file.to_str().expect("a path");
    let nowhere = Script::new("backup", &[name])
        .var("DATABASE_URL", &sqlite)
        .run();
    assert!(
        nowhere.stderr.contains("there is no database"),
        "{nowhere:?}"
    );
    Script::new("backup", &[name])
        .var("DATABASE_URL", postgres.as_str())
        .run()
        .printed();
    assert!(restore(&sqlite).contains("is from postgres"));
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "the backup alone: {left:?}");
}
