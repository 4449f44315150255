//! Where options come from, and what `thoughts config` shows of them.

use std::fs;

use crate::support::Program;

fn config(folder: &tempfile::TempDir, vars: &[(&str, &str)], arguments: &[&str]) -> String {
    let arguments = [&["config"], arguments].concat();
    let program = Program::new(folder.path(), &arguments);
    let program = vars
        .iter()
        .fold(program, |program, (name, value)| program.var(name, value));
    program.run().printed().to_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn the_defaults_of_the_contract() {
    let shown = config(&folder(), &[], &[]);
    for line in [
        "HOST=127.0.0.1",
        "PORT=3000",
        "DATABASE_URL=sqlite://data/thoughts.db",
        "EVENTS_RETENTION=30d",
        "DRAIN_SECONDS=5",
        "LOG=info",
        "CORS_ORIGINS=",
        "TRUSTED_PROXIES=",
        "AUTH_PREVIOUS_KEYS=",
        "AUTH_PREVIOUS_SIGNING_KEYS=",
        "METRICS_ADDR=",
        "PUBLIC_URL=",
        "RATE_LIMIT=on",
        "RATE_LIMIT_BUDGETS=",
        "REQUEST_SECONDS=8",
    ] {
        assert!(
            shown.lines().any(|shown| shown == line),
            "{line} in {shown}"
        );
    }
}

#[test]
fn an_option_counts_more_than_a_variable_and_that_more_than_the_file() {
    let folder = folder();
    fs::write(
        folder.path().join(".env"),
        "PORT=4001\nDRAIN_SECONDS=11\nEVENTS_RETENTION=7d\n",
    )
    .expect("written");
    let vars = [("PORT", "4002"), ("DRAIN_SECONDS", "12")];
    let shown = config(&folder, &vars, &["--port", "4003"]);
    for line in ["PORT=4003", "DRAIN_SECONDS=12", "EVENTS_RETENTION=7d"] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
}

#[test]
fn budgets_are_shown_as_they_hold() {
    let vars = [("RATE_LIMIT_BUDGETS", " writes=60/60s , logins=5/1h,")];
    let shown = config(&folder(), &vars, &[]);
    let line = "RATE_LIMIT_BUDGETS=writes=60/1m,logins=5/1h\n";
    assert!(shown.contains(line), "{shown}");
}

#[test]
fn the_line_follows_the_pool_unless_it_is_told() {
    let pool = ("DATABASE_MAX_CONNECTIONS", "3");
    for (vars, lines) in [
        (vec![pool], "MAX_IN_FLIGHT=24\nMAX_QUEUED=96\n"),
        (
            vec![pool, ("MAX_IN_FLIGHT", "5")],
            "MAX_IN_FLIGHT=5\nMAX_QUEUED=20\n",
        ),
        (
            vec![pool, ("MAX_QUEUED", "0")],
            "MAX_IN_FLIGHT=24\nMAX_QUEUED=0\n",
        ),
    ] {
        let shown = config(&folder(), &vars, &[]);
        assert!(shown.contains(lines), "{lines} in {shown}");
    }
}

#[test]
fn an_empty_variable_is_none() {
    let vars = [("PORT", ""), ("AUTH_SIGNING_KEY", ""), ("PUBLIC_URL", "")];
    let shown = config(&folder(), &vars, &[]);
    assert!(shown.contains("PORT=3000\n"), "{shown}");
    assert!(
        shown.contains("AUTH_SIGNING_KEY=(kept in data/thoughts.key)"),
        "{shown}"
    );
}

#[test]
fn secrets_are_masked() {
    let folder = folder();
    let made = Program::new(folder.path(), &["keys", "new"]).run();
    let key = made
        .printed()
        .lines()
        .find_map(|line| line.strip_prefix("AUTH_SIGNING_KEY="))
        .expect("a key");
    for url in [
        "postgres://ada:hunter2@db.example.org/thoughts",
        "postgres://db.example.org/thoughts?user=ada&password=hunter2",
        "postgres:///thoughts?host=/run/postgresql&password=hunter2&sslpassword=hunter2",
    ] {
        let vars = [("DATABASE_URL", url), ("AUTH_SIGNING_KEY", key)];
        let shown = config(&folder, &vars, &[]);
        assert!(
            !shown.contains("hunter2") && !shown.contains(key),
            "{shown}"
        );
        assert!(shown.contains("/thoughts"), "{shown}");
        assert!(shown.contains("AUTH_SIGNING_KEY=*** (key id "), "{shown}");
        let vars = [("AUTH_PREVIOUS_SIGNING_KEYS", key)];
        let shown = config(&folder, &vars, &[]);
        assert!(!shown.contains(key), "{shown}");
        assert!(
            shown.contains("AUTH_PREVIOUS_SIGNING_KEYS=*** (key id "),
            "{shown}"
        );
    }
}

#[test]
fn lists_are_shown_as_they_are_understood() {
    let vars = [
        (
            "CORS_ORIGINS",
            "https://a.example.org, http://localhost:5173,",
        ),
        ("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("PUBLIC_URL", "https://thoughts.example.org/"),
        ("METRICS_ADDR", "127.0.0.1:9100"),
    ];
    let shown = config(&folder(), &vars, &[]);
    for line in [
        "CORS_ORIGINS=https://a.example.org,http://localhost:5173\n",
        "TRUSTED_PROXIES=127.0.0.1,10.0.0.0/8\n",
        "PUBLIC_URL=https://thoughts.example.org\n",
        "METRICS_ADDR=127.0.0.1:9100\n",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
}
