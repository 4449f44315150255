//! What the logs say, and what they never do.

use serde_json::{Value, json};

use crate::support::{Program, Server, eventually};

#[test]
fn nothing_secret_is_in_the_log_even_at_debug() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(Program::new(folder.path(), &["serve"]).var("LOG", "debug"));
    let client = server.client();
    let ada = client.register("ada");
    let mut secrets = vec![
        "a long and quiet evening".to_owned(),
        "ada@example.org".to_owned(),
        ada.access_token.clone(),
        ada.refresh_token.clone(),
    ];
    for password in ["a long and quiet evening", "a wrong and loud morning"] {
        let login = json!({ "login": "ada@example.org", "password": password });
        client.post("/v1/auth/login", &login);
        secrets.push(password.to_owned());
    }
    let token = json!({ "refreshToken": ada.refresh_token });
    let next = client.post("/v1/auth/refresh", &token).json();
    for name in ["accessToken", "refreshToken"] {
        secrets.push(next[name].as_str().expect("a token").to_owned());
    }
    client.post(
        "/v1/auth/refresh",
        &json!({ "refreshToken": "made-up-token" }),
    );
    secrets.push("made-up-token".to_owned());
    client.with_token("made-up.access.token").get("/v1/me");
    secrets.push("made-up.access.token".to_owned());
    ada.client.get("/v1/me");
    client.post(
        "/v1/auth/register",
        &json!({ "email": "ada@example.org", "password": 7 }),
    );
    ada.client.publish("the last");

    eventually("the last request to be logged", || {
        lines(&server)
            .into_iter()
            .find(|line| line["status"] == 201 && is_about_posts(line))
    });
    let output = server.output();
    for secret in secrets {
        assert!(!output.contains(&secret), "{secret} in the log:\n{output}");
    }
    // Signatures and claims, too, are of no use to a reader of logs.
    let payload = ada.access_token.split('.').nth(1).expect("claims");
    assert!(!output.contains(payload));
}

#[test]
fn each_request_has_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on_sqlite(folder.path());
    let ada = server.client().register("ada").client;
    let id = ada.get("/v1/me").json()["id"].clone();
    ada.publish("Hello");
    let line = eventually("the line", || {
        lines(&server).into_iter().find(is_about_posts)
    });
    assert_eq!(line["status"], 201, "{line}");
    assert_eq!(line["method"], "POST", "{line}");
    assert!(
        line.to_string().contains(id.as_str().expect("an id")),
        "{line}"
    );
    assert!(line.to_string().contains("request_id"), "{line}");
    let count = lines(&server)
        .iter()
        .filter(|line| is_about_posts(line))
        .count();
    assert_eq!(count, 1);
}

/// The log lines that are about a request.
fn lines(server: &Server) -> Vec<Value> {
    let output = server.output();
    let lines = output
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines
        .filter(|line: &Value| line["status"].is_u64())
        .collect()
}

fn is_about_posts(line: &Value) -> bool {
    line["route"] == "/v1/posts"
}
