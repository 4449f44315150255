//! Budgets that replicas share.

use std::sync::Barrier;

use super::replicas::Replicas;
use crate::support::{Account, Redis, Server, eventually};

const QUOTA: usize = 20;
/// So long that nothing comes back while a test runs.
const BUDGETS: &str = "requests=20/10h";

#[test]
fn replicas_share_a_budget_exactly_and_go_on_alone_without_redis() {
    let mut redis = Redis::start();
    let variables = [
        ("REDIS_URL", redis.url()),
        ("RATE_LIMIT_BUDGETS", BUDGETS.to_owned()),
    ];
    let replicas = Replicas::start_with(&variables);
    until_health_says(&replicas, "pass");
    let [ada, bob, carol] =
        ["ada", "bob", "carol"].map(|handle| replicas.servers[0].client().register(handle));
    assert_eq!(granted(&replicas, &ada), QUOTA, "one budget for both");

    redis.kill();
    assert_eq!(granted(&replicas, &bob), 2 * QUOTA, "each by itself");
    until_health_says(&replicas, "warn");
    for server in &replicas.servers {
        assert_eq!(server.client().get("/readyz").status, 200);
        assert_eq!(server.client().get("/healthcheck").status, 200);
    }

    redis.start_again();
    until_health_says(&replicas, "pass");
    assert_eq!(granted(&replicas, &carol), QUOTA, "shared again");
}

/// Waits until every replica says so of where it keeps account.
fn until_health_says(replicas: &Replicas, status: &str) {
    let says = |server: &Server| {
        let health = server.client().get("/healthcheck").json();
        health["checks"]["rateLimits:store"][0]["status"] == status
    };
    eventually(status, || replicas.servers.iter().all(says).then_some(()));
}

/// How many of three times the budget are granted to somebody who asks both replicas at once, on two
/// connections each.
fn granted(replicas: &Replicas, account: &Account) -> usize {
    let start = Barrier::new(4);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|number| {
                let client = account.client.at(&replicas.servers[number % 2].url);
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let statuses = (0..QUOTA).map(|_| client.get("/v1/me").status);
                    statuses
                        .inspect(|status| assert!(matches!(status, 200 | 429), "{status}"))
                        .filter(|status| *status == 200)
                        .count()
                })
            })
            .collect();
        let counts = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        counts.map(|count| count.expect("a count")).sum()
    })
}
