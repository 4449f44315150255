//! Another signing key, by rolling restarts of the operators' shape under load.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use super::load::{Load, Stop};
use crate::support::{Client, KEY, LocalCluster, Program};

/// Goes on reading page by page and refreshing his tokens, through Nginx; gives how many requests
/// he has sent and what was no success.
fn restless(edge: &Client, over: &AtomicBool) -> (usize, Vec<String>) {
    let mut failed = Vec::new();
    let mut sent = 0;
    let mut ask = |answer: Result<crate::support::Answer, ureq::Error>| {
        sent += 1;
        let told = match answer {
            Ok(answer) if answer.status == 200 => return Some(answer.json()),
            Ok(answer) => format!("{} {}", answer.status, answer.text),
            Err(error) => error.to_string(),
        };
        failed.push(told);
        None
    };
    let account = edge.register("restless");
    let (mut caller, mut refresh) = (account.client, account.refresh_token);
    while !over.load(Ordering::Relaxed) {
        let mut path = "/v1/posts?limit=2".to_owned();
        for _ in 0..5 {
            let Some(page) = ask(caller.try_get(&path)) else {
                break;
            };
            let Some(cursor) = page["page"]["nextCursor"].as_str() else {
                break;
            };
            path = format!("/v1/posts?limit=2&cursor={cursor}");
        }
        let body = json!({ "refreshToken": refresh });
        if let Some(pair) = ask(edge.try_post("/v1/auth/refresh", &body)) {
            caller = edge.with_token(pair["accessToken"].as_str().expect("a token"));
            pair["refreshToken"]
                .as_str()
                .expect("a token")
                .clone_into(&mut refresh);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    (sent, failed)
}

#[test]
fn nobody_notices_a_rotation_of_keys_under_load() {
    let cluster = LocalCluster::up_with(&[("AUTH_SIGNING_KEY", KEY)]);
    let made = Program::new(cluster.folder(), &["keys", "new"]).run();
    let new = made
        .printed()
        .lines()
        .find_map(|line| line.strip_prefix("AUTH_SIGNING_KEY="));
    let new = new.expect("a key").to_owned();
    let edge = cluster.client("url");
    let ada = edge.register("ada");
    let idle = edge.register("idle").refresh_token;
    let published = |name: &str| {
        let set = cluster.client(name).get("/.well-known/jwks.json").json();
        set["keys"].as_array().map(Vec::len)
    };

    let step = |number: usize, signing: &str, beside: &str| {
        let keys = [
            ("AUTH_SIGNING_KEY", signing),
            ("AUTH_PREVIOUS_SIGNING_KEYS", beside),
        ];
        cluster.restart_with(&keys);
        for name in ["replica1", "replica2"] {
            let both = if beside.is_empty() { 1 } else { 2 };
            assert_eq!(published(name), Some(both), "{name} in step {number}");
        }
    };

    let over = AtomicBool::new(false);
    let mut load = Load::prepare(&cluster);
    let (sent, failed) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| restless(&edge, &over));
        let guard = Stop(&over);
        load.during(|_| {
            for (number, signing, beside) in [(1, KEY, new.as_str()), (2, &new, KEY)] {
                step(number, signing, beside);
                for name in ["replica1", "replica2"] {
                    let me = ada.client.at(&cluster.told()[name]).get("/v1/me");
                    assert_eq!(me.status, 200, "{name} in step {number}: {me:?}");
                }
            }
        });
        // Who refreshes, as everybody does within 15 minutes, does not notice the third one either.
        step(3, &new, "");
        drop(guard);
        reader.join().expect("no panic")
    });
    let counts = load.verified(&cluster, "replica2");
    println!(
        "key rotation: {}; of one who refreshes: {sent} sent, {} failed",
        counts.line(),
        failed.len()
    );
    assert_eq!(failed, [] as [&str; 0]);
    assert_eq!(counts.failed, [] as [&str; 0]);
    assert_eq!(counts.lost, [] as [&str; 0]);
    let idle = edge.post("/v1/auth/refresh", &json!({ "refreshToken": idle }));
    assert_eq!(idle.status, 200, "{idle:?}");

    // A later restart knows the keys of the last one.
    cluster.restart();
    let refresh = idle.json()["refreshToken"].clone();
    let answer = edge.post("/v1/auth/refresh", &json!({ "refreshToken": refresh }));
    let token = answer.json()["accessToken"].as_str().map(str::to_owned);
    cluster.restart();
    let later = edge.with_token(&token.expect("a token")).get("/v1/me");
    assert_eq!(later.status, 200, "{later:?}");
}
