//! Two replicas are one service.

use std::time::Duration;

use serde_json::json;

use crate::support::{LocalCluster, within};

/// How long the other replica may take to learn that a session has ended.
const PROMISED: Duration = Duration::from_secs(2);

#[test]
fn what_one_takes_the_other_knows() {
    let cluster = LocalCluster::up();
    let [edge, first, second] =
        ["url", "replica1", "replica2"].map(|name| cluster.told()[name].as_str());
    let ada = cluster.client("replica1").register("ada");

    // A write is read everywhere at once, by everybody who comes without a cache.
    for round in 0..20 {
        let (here, there) = if round % 2 == 0 {
            (first, second)
        } else {
            (second, first)
        };
        let body = format!("round {round}");
        let path = format!("/v1/posts/{}", ada.client.at(here).publish(&body));
        for reader in [
            ada.client.at(there),
            ada.client.at(edge),
            cluster.client("url"),
        ] {
            let read = reader.get(&path);
            assert_eq!(
                (read.status, &read.json()["body"]),
                (200, &json!(body)),
                "{read:?}"
            );
        }
        let feed = ada.client.at(edge).get("/v1/posts?limit=1").json();
        assert_eq!(feed["data"][0]["body"], body, "the newest of all");
    }

    // A session that ends on one ends on the other.
    for (here, there) in [(first, second), (second, first)] {
        let login = json!({ "login": "ada", "password": "a long and quiet evening" });
        let tokens = ada.client.at(here).post("/v1/auth/login", &login).json();
        let session = ada
            .client
            .with_token(tokens["accessToken"].as_str().expect("a token"));
        assert_eq!(session.at(there).get("/v1/me").status, 200);
        let logout = json!({ "refreshToken": tokens["refreshToken"] });
        assert_eq!(
            session.at(here).post("/v1/auth/logout", &logout).status,
            204
        );
        assert_eq!(session.at(here).get("/v1/me").status, 401, "here at once");
        within(PROMISED, "the other replica to refuse", || {
            session.at(there).get("/v1/me").status == 401
        });
    }
}
