//! Another signing key, while two servers are in every state that a rotation passes through.

use serde_json::{Value, json};

use crate::second_factor::{self, Owner};
use crate::support::{Account, Client, KEY, PostgresDatabase, Program, Server, eventually};

/// A key as `thoughts keys new` prints it.
struct NewKey {
    private: String,
    /// What it is called in key sets and tokens.
    id: String,
}

/// Both servers' keys: the one that signs, and further variables.
struct Keys<'a>(&'a str, &'a [(&'static str, &'a str)]);

struct Place {
    database: PostgresDatabase,
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            database: PostgresDatabase::migrated(),
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn new_key(&self) -> NewKey {
        let made = Program::new(self.folder.path(), &["keys", "new"]).run();
        let line = |prefix: &str| {
            let found = made.printed().lines().find_map(|l| l.strip_prefix(prefix));
            found.expect("a line").to_owned()
        };
        NewKey {
            private: line("AUTH_SIGNING_KEY="),
            id: line("# Key id "),
        }
    }

    fn start(&self, keys: &Keys) -> Server {
        let serve = self.database.program(self.folder.path(), &["serve"]);
        let serve = serve.var("AUTH_SIGNING_KEY", keys.0);
        Server::start(keys.1.iter().fold(serve, |p, (name, key)| p.var(name, key)))
    }
}

fn log_in(server: &Server) -> Account {
    let login = json!({ "login": "ada", "password": "a long and quiet evening" });
    let tokens = server.client().post("/v1/auth/login", &login).json();
    let token = |name: &str| tokens[name].as_str().expect("a token").to_owned();
    Account {
        client: server.client().with_token(&token("accessToken")),
        access_token: token("accessToken"),
        refresh_token: token("refreshToken"),
    }
}

/// The key ids that a server publishes, the one that it signs with first.
fn published(server: &Server) -> Vec<String> {
    let keys = server.client().get("/.well-known/jwks.json").json();
    let keys = keys["keys"].as_array().expect("keys").iter();
    keys.map(|key| key["kid"].as_str().expect("a name").to_owned())
        .collect()
}

fn refresh(server: &Server, token: &str) -> (u16, Value) {
    let answer = server
        .client()
        .post("/v1/auth/refresh", &json!({ "refreshToken": token }));
    (answer.status, answer.json())
}

fn refreshed(server: &Server, token: &str) -> String {
    let (status, pair) = refresh(server, token);
    assert_eq!(status, 200, "{pair}");
    let token = pair["refreshToken"].as_str();
    token.expect("a token").to_owned()
}

fn second_page(of: &Client, with_cursor_from: &Client) -> u16 {
    let page = with_cursor_from.get("/v1/posts?limit=1").json();
    let cursor = page["page"]["nextCursor"].as_str().expect("a second page");
    of.get(&format!("/v1/posts?limit=1&cursor={cursor}")).status
}

/// Whatever one server gives, the other takes.
fn assert_of_one_mind(servers: &[Server; 2]) {
    for (here, there) in [(&servers[0], &servers[1]), (&servers[1], &servers[0])] {
        let ada = log_in(here);
        assert_eq!(ada.client.at(&there.url).get("/v1/me").status, 200);
        let next = refreshed(here, &ada.refresh_token);
        let lost = refreshed(there, &ada.refresh_token);
        assert_eq!(lost, next, "an answer that was lost is given again there");
        assert_eq!(refresh(there, &next).0, 200);
        assert_eq!(second_page(&there.client(), &here.client()), 200);
    }
}

#[test]
fn at_every_step_each_server_takes_what_the_other_gives() {
    let place = Place::new();
    let new = place.new_key();
    let beside = |key| [("AUTH_PREVIOUS_SIGNING_KEYS", key)];
    let (announced, retired) = (beside(new.private.as_str()), beside(KEY));
    let steps = [
        Keys(KEY, &[]),
        Keys(KEY, &announced),
        Keys(&new.private, &retired),
        Keys(&new.private, &[]),
    ];

    let mut servers = [(); 2].map(|()| place.start(&steps[0]));
    let old_id = published(&servers[0]).remove(0);
    let before = servers[0].client().register("ada");
    before.client.publish("One");
    before.client.publish("Two");
    let unused = log_in(&servers[0]).refresh_token;
    let mut tokens = vec![before.access_token];
    for (number, keys) in steps.iter().enumerate() {
        for replaced in [0, 1] {
            servers[replaced] = place.start(keys);
            assert_of_one_mind(&servers);
            tokens.push(log_in(&servers[replaced]).access_token);
            let last = (number, replaced) == (3, 0) || (number, replaced) == (3, 1);
            for token in tokens.iter().filter(|_| !last) {
                for server in &servers {
                    let me = server.client().with_token(token).get("/v1/me");
                    assert_eq!(me.status, 200, "step {number}: {me:?}");
                }
            }
        }
        let [old, new] = [&old_id, &new.id].map(String::as_str);
        let expected: &[&str] = match number {
            0 => &[old],
            1 => &[old, new],
            2 => &[new, old],
            _ => &[new],
        };
        for server in &servers {
            assert_eq!(published(server), expected, "step {number}");
        }
    }
    // The old key is forgotten: its access tokens have expired long before in practice, and no
    // session was lost.
    for server in &servers {
        let me = server.client().with_token(&tokens[0]).get("/v1/me");
        assert_eq!(me.status, 401, "{me:?}");
    }
    assert_eq!(refresh(&servers[0], &unused).0, 200);
}

#[test]
fn with_the_public_key_alone_nobody_is_logged_out_either() {
    let place = Place::new();
    let new = place.new_key();
    let old_server = place.start(&Keys(KEY, &[]));
    let set = old_server.client().get("/.well-known/jwks.json").json();
    let public = set["keys"][0]["x"].as_str().expect("a public key");
    let ada = old_server.client().register("ada");
    let idle = log_in(&old_server).refresh_token;
    let lost = log_in(&old_server).refresh_token;

    let previous = [("AUTH_PREVIOUS_KEYS", public)];
    let servers = [(); 2].map(|()| place.start(&Keys(&new.private, &previous)));
    for server in &servers {
        assert_eq!(published(server).len(), 2);
        assert_eq!(ada.client.at(&server.url).get("/v1/me").status, 200);
    }
    assert_eq!(refresh(&servers[1], &idle).0, 200);
    // The answer that was lost cannot be derived again; another one is given, and both are good.
    let given = refreshed(&old_server, &lost);
    let again = refreshed(&servers[0], &lost);
    assert_ne!(again, given);
    for token in [again, given] {
        assert_eq!(refresh(&servers[1], &token).0, 200);
    }
}

/// The secret of a second factor is stored for years, and what it is sealed under is not.
#[test]
fn second_factors_outlive_the_key_that_they_were_sealed_under() {
    let place = Place::new();
    let new = place.new_key();
    let announced = [("AUTH_PREVIOUS_SIGNING_KEYS", new.private.as_str())];
    let retired = [("AUTH_PREVIOUS_SIGNING_KEYS", KEY)];
    let (before, swapped) = (Keys(KEY, &announced), Keys(&new.private, &retired));

    let mut servers = [(); 2].map(|()| place.start(&before));
    let ada = Owner::at(&servers[0], "ada");
    servers[0] = place.start(&swapped);
    eventually("the secret to be sealed anew", || {
        let log = servers[0].output();
        log.contains("sealed secrets under the present key")
            .then_some(())
    });
    // The other one has not been restarted, and opens what is sealed under the new key.
    let client = servers[1].client();
    let signed_in = second_factor::log_in(&client, "ada", Some(&ada.app.code(0)));
    assert_eq!(signed_in.status, 200, "{signed_in:?}");

    // The old key is forgotten.
    servers = [(); 2].map(|()| place.start(&Keys(&new.private, &[])));
    let client = servers[0].client();
    let signed_in = second_factor::log_in(&client, "ada", Some(&ada.app.code(1)));
    assert_eq!(signed_in.status, 200, "{signed_in:?}");
    let by_code = second_factor::log_in(&servers[1].client(), "ada", Some(&ada.codes[0]));
    assert_eq!(by_code.status, 200, "{by_code:?}");
}
