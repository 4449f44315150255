//! Mails of the running program: over SMTP to a server that the tests run, and into the log.

use std::path::Path;

use serde_json::{Value, json};
use thoughts_testing::smtp::{Reaction, SmtpServer, TakenMail};

use crate::support::{
    Account, Client, PostgresDatabase, Program, Server, eventually, sqlite_execute,
};

const NEW: &str = "an even longer evening";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A server on `SQLite` that mails over `smtp`.
fn mailing(folder: &Path, smtp: &str) -> Server {
    let program = Program::new(folder, &["serve"])
        .var("SMTP_URL", smtp)
        .var("PUBLIC_URL", "https://thoughts.example/api");
    Server::start(program)
}

fn url(smtp: &SmtpServer) -> String {
    format!("smtp://127.0.0.1:{}", smtp.port())
}

fn me(account: &Account) -> Value {
    let answer = account.client.get("/v1/me");
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn verify(client: &Client, token: &str) -> u16 {
    client
        .post("/v1/auth/email/verify", &json!({"token": token}))
        .status
}

fn forgot(client: &Client, address: &str) -> u16 {
    client
        .post("/v1/auth/password/forgot", &json!({"email": address}))
        .status
}

fn reset(client: &Client, token: &str, password: &str) -> u16 {
    let body = json!({"token": token, "newPassword": password});
    client.post("/v1/auth/password/reset", &body).status
}

fn log_in(client: &Client, password: &str) -> u16 {
    let body = json!({"login": "alice", "password": password});
    client.post("/v1/auth/login", &body).status
}

/// Registers alice, verifies her address, and resets her password; gives the three mails.
fn walk_through(client: &Client, smtp: &SmtpServer) -> [TakenMail; 3] {
    let alice = client.register("alice");
    assert_eq!(me(&alice)["emailVerified"], false);
    let first = smtp.mail(1);
    assert_eq!(first.to, ["alice@example.org"]);
    assert_eq!(verify(client, &first.token()), 204);
    assert_eq!(verify(client, &first.token()), 400);
    assert_eq!(me(&alice)["emailVerified"], true);

    assert_eq!(forgot(client, "nobody@example.org"), 202);
    assert_eq!(forgot(client, "alice@example.org"), 202);
    let second = smtp.mail(2);
    assert_eq!(second.to, ["alice@example.org"]);
    assert_eq!(reset(client, &second.token(), NEW), 204);
    assert_eq!(alice.client.get("/v1/me").status, 401);
    assert_eq!(log_in(client, "a long and quiet evening"), 401);
    assert_eq!(log_in(client, NEW), 200);
    assert_eq!(reset(client, &second.token(), NEW), 400);
    let third = smtp.mail(3);
    assert_eq!(third.to, ["alice@example.org"]);
    [first, second, third]
}

#[test]
fn a_newcomer_verifies_his_address_and_sets_a_new_password_on_sqlite() {
    let folder = folder();
    let smtp = SmtpServer::start();
    let server = mailing(folder.path(), &url(&smtp));
    let [first, second, third] = walk_through(&server.client(), &smtp);
    assert_eq!(first.from, "no-reply@thoughts.example");
    let link = "https://thoughts.example/api/account/verify-email?lang=en#token=";
    assert!(first.text().contains(link), "{}", first.text());
    assert!(first.html().contains(link), "{}", first.html());
    assert_eq!(second.subject(), "Set a new password");
    assert_eq!(third.subject(), "Your password was changed");
    let log = server.output();
    for secret in [&first.token(), &second.token()] {
        assert!(!log.contains(secret.as_str()), "{log}");
    }
    assert!(!log.contains("alice@example.org"), "{log}");
    assert_eq!(smtp.taken().len(), 3);
}

#[test]
fn a_newcomer_does_so_on_postgres_with_two_replicas_and_each_mail_comes_once() {
    let folder = folder();
    let database = PostgresDatabase::migrated();
    let smtp = SmtpServer::with_login("thoughts", "secret words");
    let start = || {
        let program = database
            .program(folder.path(), &["serve"])
            .var(
                "SMTP_URL",
                format!("smtp://thoughts:secret%20words@127.0.0.1:{}", smtp.port()),
            )
            .var("MAIL_FROM", "Somebody <post@thoughts.example>");
        Server::start(program)
    };
    let (one, two) = (start(), start());
    let [first, ..] = walk_through(&one.client(), &smtp);
    assert_eq!(first.from, "post@thoughts.example");
    two.client().register("bob");
    let next = smtp.mail(4);
    assert_eq!(next.to, ["bob@example.org"]);
    assert_eq!(smtp.taken().len(), 4);
    for server in [&one, &two] {
        assert!(!server.output().contains("secret words"));
    }
}

#[test]
fn a_mail_that_was_queued_before_a_crash_is_sent_after_it() {
    let folder = folder();
    let away = {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let server = mailing(folder.path(), &format!("smtp://127.0.0.1:{away}"));
    server.client().register("alice");
    eventually("a try", || {
        server.output().contains("it is tried again").then_some(())
    });
    server.crash();
    // Half a minute goes by.
    sqlite_execute(
        &folder.path().join("data/thoughts.db"),
        "UPDATE mails SET due_at = 1",
    );
    let smtp = SmtpServer::start();
    let server = mailing(folder.path(), &url(&smtp));
    let mail = smtp.mail(1);
    assert_eq!(verify(&server.client(), &mail.token()), 204);
}

#[test]
fn a_refused_mail_is_given_up_visibly_without_saying_to_whom() {
    let folder = folder();
    let smtp = SmtpServer::start();
    smtp.react([Reaction::Never]);
    let server = mailing(folder.path(), &url(&smtp));
    server.client().register("alice");
    let line = eventually("the end of it", || {
        let log = server.output();
        log.lines()
            .find(|line| line.contains("given up"))
            .map(str::to_owned)
    });
    assert!(
        line.contains("550") && line.contains("verify_email"),
        "{line}"
    );
    assert!(!server.output().contains("alice@example.org"));
    let metrics = eventually("the metric", || {
        let text = server.client().get("/metrics").text;
        text.contains("given_up").then_some(text)
    });
    let counted = "thoughts_mails_total{kind=\"verify_email\",outcome=\"given_up\"} 1";
    assert!(metrics.contains(counted), "{metrics}");
}

#[test]
fn without_a_mail_server_sqlite_writes_mails_into_the_log() {
    let folder = folder();
    let server = Server::on_sqlite(folder.path());
    let client = server.client();
    let alice = client.register("alice");
    let text = eventually("the mail", || server.event("mail", "text"));
    let link = format!("{}/account/verify-email?lang=en#token=", server.url);
    let (_, rest) = text.split_once(&link).expect("the link");
    let token = rest.split_whitespace().next().expect("the token");
    assert_eq!(verify(&client, token), 204);
    assert_eq!(me(&alice)["emailVerified"], true);
    // The link leads to a page.
    assert_eq!(client.get("/account/verify-email?lang=en").status, 200);
}

#[test]
fn without_a_mail_server_postgres_says_so_and_works_on() {
    let folder = folder();
    let database = PostgresDatabase::migrated();
    let server = Server::start(database.program(folder.path(), &["serve"]));
    assert!(server.output().contains("SMTP_URL is missing"));
    let client = server.client();
    let alice = client.register("alice");
    let body = json!({"email": "alice@example.org"});
    let answer = client.post("/v1/auth/password/forgot", &body);
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["code"], "mail_unavailable");
    let answer = alice
        .client
        .send("POST", "/v1/auth/email/verification", None, None);
    assert_eq!(
        answer.expect("an answer").json()["code"],
        "mail_unavailable"
    );
    let change = json!({"currentPassword": "a long and quiet evening", "newPassword": NEW});
    assert_eq!(alice.client.post("/v1/auth/password", &change).status, 204);
    assert_eq!(log_in(&client, NEW), 200);
}
