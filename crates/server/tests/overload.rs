//! More than one process can serve, and how long anybody is let wait.

use std::fs;
use std::thread;
use std::time::Duration;

use thoughts_postgres::PostgresOptions;
use thoughts_server::cli::{self, Command};
use thoughts_server::serving::IN_FLIGHT_LIMIT;

use crate::support::{Answer, PostgresDatabase, Server, eventually};

/// Each ends before the one around it does, so that what is too slow is told of by the innermost.
#[test]
fn timeouts_nest() {
    let nginx = concat!(env!("CARGO_MANIFEST_DIR"), "/../../nginx/nginx.conf");
    let nginx = fs::read_to_string(nginx).expect("the file");
    let waits = nginx
        .lines()
        .find_map(|line| line.trim().strip_prefix("proxy_read_timeout "))
        .and_then(|value| value.strip_suffix("s;"))
        .and_then(|seconds| seconds.parse().ok())
        .expect("a timeout");
    let postgres = PostgresOptions::new("");
    let statement = postgres.statement_timeout;
    assert!(postgres.acquire_timeout < statement && postgres.lock_timeout < statement);
    let deadline = |arguments: &[&str]| {
        let arguments = [&["thoughts"], arguments].concat();
        let parsed = cli::parse(arguments.into_iter().map(Into::into));
        match parsed.ok()? {
            Command::Serve(options) => Some(options.overload.admission(8).deadline),
            other => panic!("{other:?}"),
        }
    };
    let all = [&[][..], &["--request-seconds=6"], &["--request-seconds=9"]];
    for deadline in all.map(|arguments| deadline(arguments).expect("options")) {
        assert!(statement < deadline && deadline < IN_FLIGHT_LIMIT);
    }
    assert!(IN_FLIGHT_LIMIT < Duration::from_secs(waits));
    for seconds in ["5", "10", "-1", "many"] {
        assert_eq!(deadline(&[&format!("--request-seconds={seconds}")]), None);
    }
}

#[test]
fn a_replica_with_slow_storage_refuses_at_once_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    let program = database.program(folder.path(), &["serve"]);
    let program = program.var("MAX_IN_FLIGHT", "1").var("MAX_QUEUED", "0");
    let server = Server::start(program);
    let read = || server.client().get("/v1/posts");
    let nobody = "thoughts_requests_shed_total{reason=\"full\"} 0\n";
    let told = || server.client().get("/metrics").text;
    assert_eq!(read().status, 200);
    assert!(told().contains(nobody), "{}", told());

    database.while_locked("posts", || {
        eventually("one of two to be refused", || {
            let answers: [Answer; 2] = thread::scope(|scope| {
                let two = [(), ()].map(|()| scope.spawn(read));
                for path in ["/livez", "/readyz", "/healthcheck"] {
                    assert_eq!(server.client().get(path).status, 200, "{path}");
                }
                two.map(|read| read.join().expect("an answer"))
            });
            for answer in answers {
                assert_eq!(answer.status, 503, "{answer:?}");
                assert_eq!(answer.header("retry-after"), Some("1"));
                assert_eq!(answer.json()["code"], "unavailable", "{answer:?}");
            }
            (!told().contains(nobody)).then_some(())
        });
    });

    assert_eq!(read().status, 200);
    assert!(
        told().contains("thoughts_requests_in_flight 0\n"),
        "{}",
        told()
    );
}
