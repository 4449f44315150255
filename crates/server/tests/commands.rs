//! The small commands.

use crate::support::{PostgresDatabase, Program, Server};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn openapi_prints_what_is_served() {
    let folder = folder();
    let server = Server::on_sqlite(folder.path());
    let printed = Program::new(folder.path(), &["openapi"]).run();
    let printed: serde_json::Value = serde_json::from_str(printed.printed()).expect("JSON");
    assert_eq!(printed, server.client().get("/openapi.json").json());
    let yaml = Program::new(folder.path(), &["openapi", "--yaml"]).run();
    let text = server.client().get("/openapi.yaml").text;
    assert_eq!(yaml.printed().trim_end(), text.trim_end());
    assert!(text.lines().any(|line| line.starts_with("openapi: ")));
}

#[test]
fn healthcheck_tells_by_its_exit_code() {
    let folder = folder();
    let server = Server::on_sqlite(folder.path());
    let port = server.port().to_owned();
    let ask = |host: &str| {
        Program::new(
            folder.path(),
            &["healthcheck", "--host", host, "--port", &port],
        )
        .run()
    };
    assert_eq!(ask("127.0.0.1").printed(), "ready\n");
    assert_eq!(
        ask("0.0.0.0").printed(),
        "ready\n",
        "every address is asked on one"
    );
    drop(server);
    assert!(ask("127.0.0.1").refused(1).contains("no answer"));
}

#[test]
fn a_new_key_can_be_used_at_once() {
    let folder = folder();
    let database = PostgresDatabase::migrated();
    let made = Program::new(folder.path(), &["keys", "new"]).run();
    let line = |prefix: &str| {
        let line = made.printed().lines().find_map(|l| l.strip_prefix(prefix));
        line.expect("a line").to_owned()
    };
    let serve = || database.program(folder.path(), &["serve"]);
    let server = Server::start(serve().var("AUTH_SIGNING_KEY", line("AUTH_SIGNING_KEY=")));
    let ada = server.client().register("ada").client;
    let keys = server.client().get("/.well-known/jwks.json").json();
    assert_eq!(keys["keys"][0]["kid"], line("# Key id ").as_str());
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(1));

    // A rotation: another key signs, the old one still verifies.
    let public = made.printed().lines().nth(3).expect("a line");
    let public = public.trim_start_matches("# ");
    let rotated = Server::start(serve().var("AUTH_PREVIOUS_KEYS", public));
    assert_eq!(ada.at(&rotated.url).get("/v1/me").status, 200);
    let keys = rotated.client().get("/.well-known/jwks.json").json();
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2));
    let without = Server::start(serve());
    assert_eq!(ada.at(&without.url).get("/v1/me").status, 401);
}

#[test]
fn a_new_epoch_is_another() {
    let folder = folder();
    let server = Server::on_sqlite(folder.path());
    let epoch = || {
        let answer = server.client().get("/v1/posts");
        let position = answer.header("event-position").expect("a position");
        position
            .rsplit_once('-')
            .expect("epoch and number")
            .0
            .to_owned()
    };
    let before = epoch();
    let renewed = Program::new(folder.path(), &["epoch", "renew"]).run();
    let told = renewed.printed().trim_end();
    let after = epoch();
    assert_ne!(before, after);
    assert_eq!(told, format!("the event log's epoch is {after}"));
}

#[test]
fn migrating_twice_does_no_harm() {
    let folder = folder();
    let database = PostgresDatabase::migrated();
    let again = database.program(folder.path(), &["migrate"]).run();
    assert_eq!(again.printed(), "the schema is up to date\n");
    for _ in 0..2 {
        let embedded = Program::new(folder.path(), &["migrate"]).run();
        assert_eq!(embedded.printed(), "the schema is up to date\n");
    }
    Program::new(folder.path(), &["check"]).run().printed();
}

#[test]
fn a_role_is_given_by_handle() {
    let folder = folder();
    let server = Server::on_sqlite(folder.path());
    server.client().register("ada");
    let role =
        |handle: &str| Program::new(folder.path(), &["user", "role", handle, "moderator"]).run();
    assert_eq!(role("Ada").printed(), "ada was user, is moderator\n");
    assert_eq!(role("ada").printed(), "ada was moderator, is moderator\n");
    assert!(role("nobody").refused(1).contains("nobody"));
}

#[test]
fn help_explains_every_command_and_option() {
    let folder = folder();
    let help = Program::new(folder.path(), &["--help"]).run();
    for word in [
        "migrate",
        "check",
        "DATABASE_URL",
        "--drain-seconds",
        "[default: 30d]",
    ] {
        assert!(help.printed().contains(word), "{word}");
    }
    for command in [
        "serve",
        "migrate",
        "check",
        "openapi",
        "healthcheck",
        "config",
    ] {
        Program::new(folder.path(), &[command, "--help"])
            .run()
            .printed();
    }
    let version = Program::new(folder.path(), &["--version"]).run();
    assert_eq!(
        version.printed(),
        format!("thoughts {}\n", env!("CARGO_PKG_VERSION"))
    );
}
