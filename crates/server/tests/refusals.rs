//! What the program refuses: one clear line, and exit code 1 or 2.

use std::fs;
use std::net::TcpListener;

use crate::support::{PostgresDatabase, PostgresServer, Program, Server, sqlite_execute};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn bad_configuration_is_named_by_variable_and_option() {
    let folder = folder();
    for (variable, value, option) in [
        ("PORT", "high", "--port"),
        ("PORT", "70000", "--port"),
        ("DATABASE_URL", "mysql://host/thoughts", "--database-url"),
        ("DATABASE_URL", "sqlite://", "--database-url"),
        (
            "DATABASE_MAX_CONNECTIONS",
            "0",
            "--database-max-connections",
        ),
        ("AUTH_SIGNING_KEY", "a passphrase", "--auth-signing-key"),
        ("AUTH_PREVIOUS_KEYS", "a passphrase", "--auth-previous-keys"),
        (
            "AUTH_PREVIOUS_SIGNING_KEYS",
            "a passphrase",
            "--auth-previous-signing-keys",
        ),
        ("CORS_ORIGINS", "*", "--cors-origins"),
        ("CORS_ORIGINS", "https://a.org/", "--cors-origins"),
        ("TRUSTED_PROXIES", "localhost", "--trusted-proxies"),
        ("PUBLIC_URL", "thoughts.example.org", "--public-url"),
        ("METRICS_ADDR", "9100", "--metrics-addr"),
        ("EVENTS_RETENTION", "soon", "--events-retention"),
        ("EVENTS_RETENTION", "1s", "--events-retention"),
        ("DRAIN_SECONDS", "-1", "--drain-seconds"),
        ("RATE_LIMIT", "sometimes", "--rate-limit"),
        ("RATE_LIMIT_BUDGETS", "many", "--rate-limit-budgets"),
        ("RATE_LIMIT_BUDGETS", "sleep=1/1h", "--rate-limit-budgets"),
        ("RATE_LIMIT_BUDGETS", "writes=0/1m", "--rate-limit-budgets"),
        ("RATE_LIMIT_BUDGETS", "writes=1/1ms", "--rate-limit-budgets"),
        (
            "RATE_LIMIT_BUDGETS",
            "writes=1/1m,writes=2/1m",
            "--rate-limit-budgets",
        ),
        ("REDIS_URL", "http://127.0.0.1", "--redis-url"),
        ("LOG", "thoughts_http=loud", "--log"),
        ("LOG_FORMAT", "xml", "--log-format"),
    ] {
        let by_variable = Program::new(folder.path(), &["serve"]).var(variable, value);
        let argument = format!("{option}={value}");
        let by_option = Program::new(folder.path(), &["serve", &argument]);
        for run in [by_variable, by_option] {
            let ended = run.run();
            let line = ended.refused(2);
            assert!(line.contains(variable) && line.contains(option), "{line}");
        }
    }
    let left = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0, "nothing was made");
}

#[test]
fn unknown_options_and_commands() {
    let folder = folder();
    for arguments in [
        &["--colour"][..],
        &["serve", "--prot", "1"],
        &["sevre"],
        &["serve", "now"],
        &["user"],
        &["user", "role", "ada"],
        &["user", "role", "ada", "king"],
        &["user", "role", "a b", "user"],
    ] {
        Program::new(folder.path(), arguments).run().refused(2);
    }
}

#[test]
fn a_secret_that_cannot_be_read_is_not_repeated() {
    let folder = folder();
    for (variable, value) in [
        ("AUTH_SIGNING_KEY", "hunter2-hunter2"),
        ("AUTH_PREVIOUS_KEYS", "hunter2-hunter2"),
        ("AUTH_PREVIOUS_SIGNING_KEYS", "hunter2-hunter2"),
        ("DATABASE_URL", "http://ada:hunter2-hunter2@host/db"),
        ("REDIS_URL", "http://ada:hunter2-hunter2@host"),
    ] {
        let ended = Program::new(folder.path(), &["serve"])
            .var(variable, value)
            .run();
        assert!(!ended.refused(2).contains("hunter2"), "{ended:?}");
    }
    fs::write(folder.path().join(".env"), "AUTH_SIGNING_KEY='hunter2").expect("written");
    let ended = Program::new(folder.path(), &["serve"]).run();
    let line = ended.refused(2);
    assert!(line.contains(".env") && !line.contains("hunter2"), "{line}");
}

#[test]
fn a_taken_port() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address");
    let ended = Program::new(folder.path(), &["serve"])
        .var("PORT", address.port().to_string())
        .run();
    let line = ended.refused(1);
    assert!(line.contains(&address.port().to_string()), "{line}");
    assert!(line.contains("taken") && line.contains("PORT"), "{line}");

    let ended = Program::new(folder.path(), &["serve"])
        .var("PORT", "0")
        .var("METRICS_ADDR", address.to_string())
        .run();
    let line = ended.refused(1);
    assert!(
        line.contains("taken") && line.contains("METRICS_ADDR"),
        "{line}"
    );
}

#[test]
fn a_file_that_another_process_serves() {
    let folder = folder();
    let server = Server::on_sqlite(folder.path());
    let second = Program::new(folder.path(), &["serve"])
        .var("PORT", "0")
        .run();
    let line = second.refused(1);
    assert!(
        line.contains("data/thoughts.db") && line.contains("in use"),
        "{line}"
    );
    assert_eq!(
        server.client().get("/readyz").status,
        200,
        "the first goes on"
    );
}

#[test]
fn files_that_are_something_else() {
    let folder = folder();
    fs::create_dir(folder.path().join("data")).expect("a folder");
    fs::write(
        folder.path().join("data/thoughts.db"),
        "Dear diary, ".repeat(99),
    )
    .expect("written");
    let ended = Program::new(folder.path(), &["serve"])
        .var("PORT", "0")
        .run();
    assert!(ended.refused(1).contains("data/thoughts.db"), "{ended:?}");

    fs::remove_file(folder.path().join("data/thoughts.db")).expect("removed");
    fs::write(folder.path().join("data/thoughts.key"), "Dear diary").expect("written");
    let ended = Program::new(folder.path(), &["serve"])
        .var("PORT", "0")
        .run();
    let line = ended.refused(1);
    assert!(
        line.contains("data/thoughts.key") && !line.contains("diary"),
        "{line}"
    );
}

#[test]
fn commands_on_a_file_that_is_not_there_do_not_make_it() {
    let folder = folder();
    for arguments in [
        &["check"][..],
        &["user", "role", "ada", "operator"],
        &["epoch", "renew"],
    ] {
        let ended = Program::new(folder.path(), arguments).run();
        assert!(ended.refused(1).contains("data/thoughts.db"), "{ended:?}");
    }
    assert!(!folder.path().join("data").exists());
}

#[test]
fn postgres_without_a_key() {
    let folder = folder();
    let database = PostgresDatabase::migrated();
    let ended = database
        .program(folder.path(), &["serve"])
        .var("AUTH_SIGNING_KEY", "")
        .var("PORT", "0")
        .run();
    let line = ended.refused(1);
    assert!(
        line.contains("AUTH_SIGNING_KEY") && line.contains("keys new"),
        "{line}"
    );
}

#[test]
fn a_postgres_schema_that_is_behind() {
    let folder = folder();
    let database = PostgresDatabase::empty();
    for arguments in [&["serve"][..], &["check"]] {
        let ended = database.program(folder.path(), arguments).run();
        let line = ended.refused(1);
        assert!(line.contains("schema is behind"), "{line}");
        assert!(
            line.contains("0001") && line.contains("thoughts migrate"),
            "{line}"
        );
    }
}

#[test]
fn an_embedded_schema_that_is_behind() {
    let folder = folder();
    Program::new(folder.path(), &["migrate"]).run().printed();
    let forget = "DELETE FROM _sqlx_migrations WHERE version = \
                  (SELECT max(version) FROM _sqlx_migrations)";
    sqlite_execute(&folder.path().join("data/thoughts.db"), forget);
    let ended = Program::new(folder.path(), &["check"]).run();
    let line = ended.refused(1);
    assert!(line.contains("schema is behind"), "{line}");
    assert!(line.contains("thoughts migrate"), "{line}");
}

#[test]
fn a_postgres_database_that_is_missing() {
    let folder = folder();
    let database = PostgresDatabase::empty();
    let mut url = database.url();
    url.set_path("no_such_database");
    let ended = database
        .program(folder.path(), &["serve"])
        .var("DATABASE_URL", url)
        .run();
    assert!(ended.refused(1).contains("no_such_database"), "{ended:?}");
}

#[test]
fn a_postgres_that_is_not_there() {
    let folder = folder();
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("its address");
    drop(free);
    let ended = Program::new(folder.path(), &["migrate"])
        .var(
            "DATABASE_URL",
            format!("postgres://ada:hunter2@{address}/thoughts"),
        )
        .run();
    let line = ended.refused(1);
    assert!(line.contains(&address.to_string()), "{line}");
    assert!(!line.contains("hunter2"), "{line}");
}

#[test]
fn a_wrong_password() {
    let folder = folder();
    let server = PostgresServer::with_password("correct horse");
    for (password, code) in [("hunter2", 1), ("correct%20horse", 0)] {
        let ended = Program::new(folder.path(), &["migrate"])
            .var("DATABASE_URL", server.url(password))
            .run();
        assert_eq!(ended.code, Some(code), "{ended:?}");
        if code == 1 {
            let line = ended.refused(1);
            assert!(
                line.contains("password") && !line.contains("hunter2"),
                "{line}"
            );
        }
    }
}
