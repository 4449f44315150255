//! Writes that are ended while their commit is under way: nobody at the server knows whether it took
//! effect, and the same request again settles it.

use serde_json::json;

use crate::support::{Answer, Held, PostgresDatabase, Server, Wire, eventually};

const SAID: &str = "said once, whatever happens";

/// Publishes a post whose commit is cut in two, and again until it is acknowledged; gives what the server
/// said of it last, and how often it stood in the database meanwhile.
fn published(held: Held) -> (Answer, i64) {
    let database = PostgresDatabase::migrated();
    let folder = tempfile::tempdir().expect("a folder");
    let wire = Wire::to(&database.url());
    let program = database.program(folder.path(), &["serve"]);
    let program = program.var("DATABASE_URL", wire.url(&database.url()));
    let server = Server::start(program.var("REQUEST_SECONDS", "6"));
    let ada = server.client().register("ada").client;
    let publish = || {
        let body = json!({ "body": SAID });
        let answer = ada.send("POST", "/v1/posts", Some(&body), Some("the key"));
        answer.expect("an answer")
    };
    let whole = |count: i64| {
        for kept in [
            "SELECT count(*) FROM posts",
            "SELECT sum(post_count) FROM users",
            "SELECT count(*) FROM idempotency_records",
            "SELECT count(*) FROM (SELECT type FROM outbox UNION ALL SELECT type FROM events) AS all_events
             WHERE type = 'thoughts.post.published'",
        ] {
            let number = database.number(&format!("SELECT ({kept})::bigint"));
            assert_eq!(number, count, "{held:?}: {kept}");
        }
    };

    wire.hold(SAID, held);
    let late = publish();
    assert!(wire.holds(), "the commit was not seen");
    assert_eq!(late.status, 504, "{late:?}");
    assert_eq!(late.json()["code"], "gateway_timeout", "{late:?}");
    assert_eq!(late.header("retry-after"), Some("1"), "{late:?}");
    let meanwhile = database.number("SELECT count(*) FROM posts");
    whole(meanwhile);

    if held == Held::Commit {
        let answer = publish();
        assert_eq!(answer.status, 409, "its transaction is open: {answer:?}");
        assert_eq!(answer.json()["code"], "idempotency_in_flight");
    }
    wire.cut();
    let answer = eventually("the post", || {
        let answer = publish();
        (answer.status != 409).then_some(answer)
    });
    assert_eq!(answer.status, 201, "{answer:?}");
    whole(1);
    let again = publish();
    assert_eq!(
        (again.status, &again.text),
        (201, &answer.text),
        "{again:?}"
    );
    whole(1);
    let check = database.program(folder.path(), &["check"]).run();
    assert!(!check.printed().contains("broken"), "{check:?}");
    (answer, meanwhile)
}

#[test]
fn a_commit_that_was_not_heard_of_is_done_by_the_retry() {
    let (answer, meanwhile) = published(Held::Commit);
    assert_eq!(meanwhile, 0);
    assert_eq!(answer.header("idempotency-replayed"), None);
}

#[test]
fn a_commit_whose_answer_is_lost_is_told_by_the_retry() {
    let (answer, meanwhile) = published(Held::Answer);
    assert_eq!(meanwhile, 1);
    assert_eq!(answer.header("idempotency-replayed"), Some("true"));
}
