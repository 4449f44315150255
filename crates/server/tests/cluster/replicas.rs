//! Two replicas, without anything before them.

use std::time::Duration;

use serde_json::json;

use crate::races::one_of_two_editors_wins;
use crate::support::{Account, PostgresDatabase, Server, eventually};

/// Two servers on one database.
pub struct Replicas {
    database: PostgresDatabase,
    folder: tempfile::TempDir,
    pub servers: [Server; 2],
}

impl Replicas {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with more variables.
    pub fn start_with(variables: &[(&str, String)]) -> Self {
        let database = PostgresDatabase::migrated();
        let folder = tempfile::tempdir().expect("a folder");
        let servers = [(); 2].map(|()| {
            let program = database.program(folder.path(), &["serve"]);
            let variables = variables.iter();
            Server::start(
                variables.fold(program, |program, (name, value)| program.var(name, value)),
            )
        });
        Self {
            database,
            folder,
            servers,
        }
    }

    /// Waits until the second server refuses what it has accepted before.
    fn second_refuses(&self, account: &Account) {
        let there = account.client.at(&self.servers[1].url);
        eventually("the second server to refuse", || {
            (there.get("/v1/me").status == 401).then_some(())
        });
    }
}

#[test]
fn a_session_that_ends_on_one_ends_on_the_other() {
    let cluster = Replicas::start();
    let ada = cluster.servers[0].client().register("ada");
    let there = ada.client.at(&cluster.servers[1].url);
    assert_eq!(there.get("/v1/me").status, 200, "one key for all");
    let token = json!({ "refreshToken": ada.refresh_token });
    assert_eq!(ada.client.post("/v1/auth/logout", &token).status, 204);
    assert_eq!(ada.client.get("/v1/me").status, 401, "here at once");
    cluster.second_refuses(&ada);
}

#[test]
fn a_role_that_changes_holds_everywhere_and_ends_no_session() {
    let cluster = Replicas::start();
    let ada = cluster.servers[1].client().register("ada");
    let log = |server: &Server| ada.client.at(&server.url).get("/v1/moderation/log").status;
    for server in &cluster.servers {
        assert_eq!(log(server), 403);
    }
    for (role, before, allowed) in [("moderator", "user", 200), ("user", "moderator", 403)] {
        let changed = cluster
            .database
            .program(cluster.folder.path(), &["user", "role", "@ada", role])
            .run();
        assert_eq!(changed.printed(), format!("ada was {before}, is {role}\n"));
        for server in &cluster.servers {
            eventually("the role to hold", || {
                (log(server) == allowed).then_some(())
            });
        }
    }
}

#[test]
fn of_two_editors_at_two_replicas_one_wins_and_the_history_holds_both() {
    let cluster = Replicas::start();
    let ada = cluster.servers[0].client().register("ada").client;
    one_of_two_editors_wins([&ada, &ada.at(&cluster.servers[1].url)]);
}

#[test]
fn two_sequencers_give_every_event_one_place() {
    let cluster = Replicas::start();
    std::thread::scope(|scope| {
        for (server, handle) in cluster.servers.iter().zip(["ada", "bob"]) {
            scope.spawn(move || {
                let author = server.client().register(handle).client;
                for count in 0..25 {
                    author.publish(&format!("{count}"));
                }
            });
        }
    });
    let database = &cluster.database;
    eventually("an empty outbox", || {
        (database.number("SELECT count(*) FROM outbox") == 0).then_some(())
    });
    assert_eq!(database.number("SELECT count(*) FROM events"), 52);
    let places = "SELECT count(DISTINCT position) FROM events WHERE position BETWEEN 1 AND 52";
    assert_eq!(database.number(places), 52);
}

#[test]
fn a_server_outlives_its_database() {
    let cluster = Replicas::start();
    let [server, _] = &cluster.servers;
    let ada = server.client().register("ada").client;
    // Every connection of the pool is cut, as a failover does.
    let cut = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE datname = '{}' AND pid <> pg_backend_pid()",
        cluster.database.url().path().trim_start_matches('/'),
    );
    assert!(cluster.database.number(&cut) > 0);
    eventually("the server to write again", || {
        let answer = ada.try_post("/v1/posts", &json!({ "body": "Hello again" }));
        std::thread::sleep(Duration::from_millis(50));
        answer.ok().filter(|answer| answer.status == 201)
    });
    eventually("the server to be ready again", || {
        (server.client().get("/readyz").status == 200).then_some(())
    });
    let depth = || cluster.database.number("SELECT count(*) FROM outbox");
    eventually("the sequencer to work again", || {
        (depth() == 0).then_some(())
    });
}
