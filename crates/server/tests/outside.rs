//! The program with an outside provider, which the test runs.

use serde_json::{Value, json};
use thoughts_identity::SystemClock;
use thoughts_testing::provider::{Provider, ProviderKey};
use thoughts_use_cases::system::Clock;

use crate::support::{Client, PostgresDatabase, Program, Server, eventually};

const AUDIENCE: &str = "thoughts-api";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn with_provider(program: Program, provider: &Provider) -> Program {
    program
        .var("OIDC_ISSUER", provider.issuer())
        .var("OIDC_AUDIENCE", AUDIENCE)
}

fn claims(provider: &Provider, name: &str) -> Value {
    let at = SystemClock::new().now().as_seconds();
    json!({
        "iss": provider.issuer(), "aud": [AUDIENCE, "account"], "azp": "app", "typ": "Bearer",
        "sub": format!("id of {name}"), "iat": at - 60, "exp": at + 600,
        "preferred_username": name, "email": format!("{name}@example.org"), "email_verified": true,
    })
}

#[test]
fn a_token_of_the_provider_is_a_caller_until_its_account_is_deleted() {
    let key = ProviderKey::p256("first");
    let provider = Provider::start(&[&key]);
    let folder = folder();
    let program = with_provider(Program::new(folder.path(), &["serve"]), &provider);
    let server = Server::start(program);
    let ann = server
        .client()
        .with_token(&key.token(&claims(&provider, "ann")));
    let me = ann.get("/v1/me");
    assert_eq!(me.status, 200, "{me:?}\n{}", server.output());
    let me = me.json();
    assert_eq!(
        (&me["handle"], &me["role"]),
        (&json!("ann"), &json!("user"))
    );
    assert_eq!(me["email"], "ann@example.org");
    ann.publish("hello");

    // Our own tokens go on as before, and an address leads nobody into another's account.
    let bob = server.client().register("bob").client;
    assert_eq!(bob.get("/v1/me").status, 200);
    let mut claims_of_bob = claims(&provider, "bob");
    claims_of_bob["sub"] = json!("somebody else");
    let other = server.client().with_token(&key.token(&claims_of_bob));
    let other = other.get("/v1/me").json();
    assert_ne!(other["id"], bob.get("/v1/me").json()["id"]);
    assert_eq!(other["email"], json!(null));

    // A token for another audience is nobody's, on public routes too.
    let foreign = {
        let mut claims = claims(&provider, "ann");
        claims["aud"] = json!("account");
        server.client().with_token(&key.token(&claims))
    };
    assert_eq!(foreign.get("/v1/me").status, 401);
    assert_eq!(foreign.get("/v1/posts").status, 401);

    let deleted = ann.send("DELETE", "/v1/me", None, None).expect("an answer");
    assert_eq!(deleted.status, 204, "{deleted:?}");
    assert_eq!(ann.get("/v1/me").status, 401, "at once");
    let output = server.output();
    for secret in ["ann@example.org", "id of ann"] {
        assert!(!output.contains(secret), "{secret} in {output}");
    }
}

#[test]
fn a_provider_that_is_away_is_no_reason_not_to_start_or_to_sign_out() {
    let key = ProviderKey::ed25519("first");
    let mut provider = Provider::start(&[&key]);
    let token = key.token(&claims(&provider, "ann"));
    provider.stop();
    let folder = folder();
    let program = with_provider(Program::new(folder.path(), &["serve"]), &provider);
    let server = Server::start(program.var("LOG_FORMAT", "json"));
    let warned = eventually("a warning", || {
        server.event(
            "the provider's keys cannot be had; those that are known go on for a day",
            "fault",
        )
    });
    assert!(
        warned.contains("/.well-known/openid-configuration"),
        "{warned}"
    );
    let ann = server.client().with_token(&token);
    let answer = ann.get("/v1/me");
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(answer.header("retry-after"), Some("10"));
    assert_eq!(answer.json()["code"], "unavailable");
    let bob = server.client().register("bob").client;
    assert_eq!(
        bob.get("/v1/me").status,
        200,
        "our own tokens need no provider"
    );
    assert_eq!(server.client().get("/readyz").status, 200);
}

#[test]
fn two_replicas_open_one_account() {
    let key = ProviderKey::ed25519("first");
    let provider = Provider::start(&[&key]);
    let database = PostgresDatabase::migrated();
    let folders = [folder(), folder()];
    let servers: Vec<_> = folders
        .iter()
        .map(|folder| {
            let program = database.program(folder.path(), &["serve"]);
            Server::start(with_provider(program, &provider))
        })
        .collect();
    let callers: Vec<Vec<Client>> = (0..8)
        .map(|number| {
            let token = key.token(&claims(&provider, &format!("user_{number}")));
            let clients = servers.iter().map(|s| s.client().with_token(&token));
            clients.collect()
        })
        .collect();
    for clients in &callers {
        let ids: Vec<_> = std::thread::scope(|scope| {
            let asked: Vec<_> = clients
                .iter()
                .map(|client| scope.spawn(|| client.get("/v1/me")))
                .collect();
            asked
                .into_iter()
                .map(|asked| {
                    let answer = asked.join().expect("an answer");
                    assert_eq!(answer.status, 200, "{answer:?}");
                    answer.id()
                })
                .collect()
        });
        assert_eq!(ids[0], ids[1]);
    }
    assert_eq!(servers[0].client().every("/v1/users").len(), callers.len());

    // What one replica deletes, the other refuses soon.
    let [here, there] = [&callers[0][0], &callers[0][1]];
    let deleted = here.send("DELETE", "/v1/me", None, None);
    assert_eq!(deleted.expect("an answer").status, 204);
    assert_eq!(here.get("/v1/me").status, 401);
    eventually("the other replica to refuse", || {
        (there.get("/v1/me").status == 401).then_some(())
    });
    assert_eq!(here.get("/v1/me").status, 401);
}

#[test]
fn half_a_provider_and_a_wrong_one_are_refused() {
    let folder = folder();
    for (variables, named) in [
        (
            vec![("OIDC_ISSUER", "https://id.example.org")],
            "OIDC_AUDIENCE",
        ),
        (vec![("OIDC_AUDIENCE", AUDIENCE)], "OIDC_ISSUER"),
        (
            vec![("OIDC_ISSUER", "keycloak"), ("OIDC_AUDIENCE", AUDIENCE)],
            "--oidc-issuer",
        ),
        (
            vec![
                ("OIDC_ISSUER", "http://id.example.org"),
                ("OIDC_AUDIENCE", AUDIENCE),
            ],
            "https://",
        ),
    ] {
        let program = variables.iter().fold(
            Program::new(folder.path(), &["serve"]),
            |program, (n, v)| program.var(n, v),
        );
        let ended = program.run();
        let line = ended.refused(2);
        assert!(line.contains(named), "{line}");
    }
    let missing = Program::new(folder.path(), &["serve"])
        .var("OIDC_ISSUER", "https://id.example.org")
        .var("OIDC_AUDIENCE", AUDIENCE)
        .var("OIDC_CA_FILE", "nowhere.pem")
        .run();
    let line = missing.refused(1);
    assert!(line.contains("nowhere.pem"), "{line}");
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0, "nothing was made");
}
