//! The second factor.

use std::time::Duration;

use serde_json::{Value, json};
use thoughts_domain::second_factor::SecondFactorChange;
use thoughts_testing::identity::{PlainOutsideTokens, PlainSecondFactors};
use thoughts_use_cases::limits::budgets;
use thoughts_use_cases::mail::MailContent;
use thoughts_use_cases::system::Clock;

use crate::support::{Reply, User, World, world};

const PASSWORD: &str = "correct horse";
const PATH: &str = "/v1/auth/second-factor";

async fn call(world: &World, user: &User, path: &str, body: &Value) -> Reply {
    let path = format!("{PATH}/{path}");
    world.post(&path, body).by(user).send().await
}

async fn state(world: &World, user: &User) -> Value {
    let reply = world.get(PATH).by(user).send().await.expect(200);
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert!(reply.header("etag").is_some() && reply.header("event-position").is_some());
    reply.json()
}

/// What the app shows now.
fn shown(world: &World, secret: &str) -> String {
    PlainSecondFactors::code(secret, world.clock.now())
}

/// Waits for the app's next code.
fn later(world: &World) {
    world.clock.advance(Duration::from_secs(30));
}

async fn begin(world: &World, user: &User) -> String {
    let reply = call(world, user, "enrolment", &json!({"password": PASSWORD})).await;
    reply.expect(200).text("/secret")
}

fn listed(reply: &Reply) -> Vec<String> {
    let codes = reply.json()["recoveryCodes"].clone();
    serde_json::from_value(codes).expect("codes")
}

/// Turns it on; gives the secret and the recovery codes. The next code is of a later step.
pub async fn turned_on(world: &World, user: &User) -> (String, Vec<String>) {
    let secret = begin(world, user).await;
    let code = json!({"code": shown(world, &secret)});
    let reply = call(world, user, "confirm", &code).await.expect(200);
    later(world);
    (secret, listed(&reply))
}

async fn log_in(world: &World, password: &str, code: Option<&str>) -> Reply {
    let mut body = json!({"login": "alice", "password": password});
    if let Some(code) = code {
        body["secondFactorCode"] = json!(code);
    }
    world.post("/v1/auth/login", &body).send().await
}

#[tokio::test]
async fn it_is_off_by_default_and_turned_on_in_two_steps() {
    let world = world();
    let alice = world.user("alice").await;
    let off = json!({"enabled": false, "enabledAt": null, "recoveryCodesLeft": 0});
    assert_eq!(state(&world, &alice).await, off);
    let password = json!({"password": PASSWORD});
    let begun = call(&world, &alice, "enrolment", &password)
        .await
        .expect(200);
    assert_eq!(begun.header("cache-control"), Some("private, no-store"));
    let secret = begun.text("/secret");
    assert!(
        begun
            .text("/otpauthUrl")
            .contains(&format!("secret={secret}"))
    );
    assert!(begun.text("/expiresAt").ends_with('Z'));
    assert_eq!(state(&world, &alice).await, off);
    log_in(&world, PASSWORD, None).await.expect(200);

    let code = json!({"code": shown(&world, &secret)});
    let codes = listed(&call(&world, &alice, "confirm", &code).await.expect(200));
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.len() == 19), "{codes:?}");
    let on = state(&world, &alice).await;
    assert_eq!(on["enabled"], true);
    assert!(on["enabledAt"].is_string());
    assert_eq!(on["recoveryCodesLeft"], 10);
    assert_eq!(world.deliver().await.len(), 2);
    let told = world.mailer.tried().pop().expect("a mail").content;
    assert_eq!(
        told,
        MailContent::SecondFactor(SecondFactorChange::TurnedOn)
    );
}

#[tokio::test]
async fn a_login_takes_the_code_too_and_refreshing_does_not() {
    let world = world();
    let alice = world.user("alice").await;
    let (secret, codes) = turned_on(&world, &alice).await;
    let half = log_in(&world, PASSWORD, None).await;
    assert_eq!(half.header("www-authenticate"), Some("Bearer"));
    half.problem(401, "second_factor_required");
    let wrong = log_in(&world, PASSWORD, Some("0000-0000-0000-0000")).await;
    wrong.problem(401, "invalid_second_factor");
    let code = shown(&world, &secret);
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let whole = log_in(&world, PASSWORD, Some(&spaced)).await.expect(200);
    let again = log_in(&world, PASSWORD, Some(&code)).await;
    again.problem(401, "invalid_second_factor");
    let refresh = json!({"refreshToken": whole.text("/refreshToken")});
    let refreshed = world.post("/v1/auth/refresh", &refresh).send().await;
    refreshed.expect(200);

    let by_code = log_in(&world, PASSWORD, Some(&codes[0].to_uppercase())).await;
    by_code.expect(200);
    assert_eq!(state(&world, &alice).await["recoveryCodesLeft"], 9);
    let again = log_in(&world, PASSWORD, Some(&codes[0])).await;
    again.problem(401, "invalid_second_factor");
}

#[tokio::test]
async fn only_who_knows_the_password_learns_that_there_is_one() {
    let world = world();
    let alice = world.user("alice").await;
    let answer = async |code: Option<&str>| {
        let reply = log_in(&world, "battery staple", code).await;
        let mut problem = reply.problem(401, "invalid_credentials").json();
        problem["requestId"] = json!(null);
        problem
    };
    let before = answer(None).await;
    assert_eq!(answer(Some("123456")).await, before);
    let (secret, codes) = turned_on(&world, &alice).await;
    let code = shown(&world, &secret);
    for code in [None, Some("123456"), Some(&*code), Some(&*codes[0])] {
        let compared = world.hasher.verified();
        assert_eq!(answer(code).await, before);
        assert_eq!(world.hasher.verified(), compared + 1);
    }
    // What is no code is refused before anybody looks at the password.
    for password in [PASSWORD, "battery staple"] {
        let refused = log_in(&world, password, Some("12345")).await.refused();
        let expected = ("/secondFactorCode".to_owned(), "invalid_code".to_owned());
        assert_eq!(refused, [expected]);
    }
}

#[tokio::test]
async fn it_asks_for_the_password_again() {
    let world = world();
    let alice = world.user("alice").await;
    for wrong in ["battery staple", ""] {
        let reply = call(&world, &alice, "enrolment", &json!({"password": wrong})).await;
        reply.problem(403, "wrong_password");
    }
    let secret = begin(&world, &alice).await;
    for path in ["recovery-codes", "off"] {
        let proof = json!({"password": PASSWORD, "code": "123456"});
        let reply = call(&world, &alice, path, &proof).await;
        reply.problem(403, "second_factor_off");
    }
    let code = json!({"code": shown(&world, &secret)});
    call(&world, &alice, "confirm", &code).await.expect(200);
    later(&world);
    let reply = call(&world, &alice, "enrolment", &json!({"password": PASSWORD})).await;
    reply.problem(403, "second_factor_on");
    let code = json!({"code": shown(&world, &secret)});
    let reply = call(&world, &alice, "confirm", &code).await;
    reply.problem(403, "second_factor_on");
    for path in ["recovery-codes", "off"] {
        let proof = json!({"password": "battery staple", "code": shown(&world, &secret)});
        let reply = call(&world, &alice, path, &proof).await;
        reply.problem(403, "wrong_password");
        let proof = json!({"password": PASSWORD, "code": "0000-0000-0000-0000"});
        let reply = call(&world, &alice, path, &proof).await;
        reply.problem(403, "wrong_second_factor");
    }
    assert_eq!(state(&world, &alice).await["recoveryCodesLeft"], 10);
}

#[tokio::test]
async fn what_is_not_begun_is_not_confirmed() {
    let world = world();
    let alice = world.user("alice").await;
    let reply = call(&world, &alice, "confirm", &json!({"code": "123456"})).await;
    reply.problem(403, "second_factor_off");
    begin(&world, &alice).await;
    for wrong in ["12345", "0000-0000-0000-0000", ""] {
        let reply = call(&world, &alice, "confirm", &json!({"code": wrong})).await;
        let expected = ("/code".to_owned(), "invalid_code".to_owned());
        assert_eq!(reply.refused(), [expected]);
    }
}

#[tokio::test]
async fn recovery_codes_are_made_anew_and_it_is_turned_off() {
    let world = world();
    let alice = world.user("alice").await;
    let (secret, old) = turned_on(&world, &alice).await;
    let proof = json!({"password": PASSWORD, "code": shown(&world, &secret)});
    let reply = call(&world, &alice, "recovery-codes", &proof)
        .await
        .expect(200);
    let new = listed(&reply);
    assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)));
    // The code was used by that.
    let reply = call(&world, &alice, "off", &proof).await;
    reply.problem(403, "wrong_second_factor");
    let proof = json!({"password": PASSWORD, "code": old[0]});
    let reply = call(&world, &alice, "off", &proof).await;
    reply.problem(403, "wrong_second_factor");
    let proof = json!({"password": PASSWORD, "code": new[0]});
    call(&world, &alice, "off", &proof).await.expect(204);
    assert_eq!(state(&world, &alice).await["enabled"], false);
    log_in(&world, PASSWORD, None).await.expect(200);
}

#[tokio::test]
async fn nothing_is_kept_for_retries() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("{PATH}/enrolment");
    let mut secrets = Vec::new();
    for _ in 0..2 {
        let call = world.post(&path, &json!({"password": PASSWORD})).by(&alice);
        let reply = call
            .header("idempotency-key", "one")
            .send()
            .await
            .expect(200);
        assert_eq!(reply.header("idempotency-replayed"), None);
        secrets.push(reply.text("/secret"));
    }
    assert_ne!(secrets[0], secrets[1]);
    let export = world
        .get("/v1/me/export")
        .by(&alice)
        .send()
        .await
        .expect(200);
    assert_eq!(export.json()["keptAnswers"], json!([]));
}

#[tokio::test]
async fn an_export_says_that_it_is_on_and_gives_no_secret() {
    let world = world();
    let alice = world.user("alice").await;
    let (secret, codes) = turned_on(&world, &alice).await;
    let export = world
        .get("/v1/me/export")
        .by(&alice)
        .send()
        .await
        .expect(200);
    let section = &export.json()["secondFactors"][0];
    assert!(section["enabledAt"].is_string(), "{section}");
    assert_eq!(section["recoveryCodesLeft"], 10);
    let text = String::from_utf8(export.body).expect("text");
    assert!(text.contains("thoughts.user.second_factor_turned_on"));
    assert!(!text.contains(&secret));
    for code in codes {
        assert!(!text.contains(&code) && !text.contains(&code.replace('-', "")));
    }
}

#[tokio::test]
async fn the_public_log_of_who_signs_in_how_is_nobodys() {
    use thoughts_use_cases::events::EventLog;

    let world = world();
    let alice = world.user("alice").await;
    turned_on(&world, &alice).await;
    let events = world.storage.read(0, 100).await.expect("the log");
    let about: Vec<_> = events
        .iter()
        .filter(|event| event.event_type.contains("second_factor"))
        .map(|event| event.audience.as_str())
        .collect();
    assert_eq!(about, ["owner"]);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let world = world();
    let alice = world.user("alice").await;
    begin(&world, &alice).await;
    // No code of any step: six digits that the digest of this secret does not give here.
    for _ in 0..budgets::SECOND_FACTORS.quota {
        let reply = call(&world, &alice, "confirm", &json!({"code": "000000"})).await;
        reply.problem(403, "wrong_second_factor");
    }
    let reply = call(&world, &alice, "confirm", &json!({"code": "000000"})).await;
    assert!(reply.header("retry-after").is_some());
    reply.problem(429, "rate_limited");
    for _ in 1..budgets::PASSWORD_CHANGES.quota {
        begin(&world, &alice).await;
    }
    let reply = call(&world, &alice, "enrolment", &json!({"password": PASSWORD})).await;
    reply.problem(429, "rate_limited");
}

#[tokio::test]
async fn the_suspended_keep_their_accounts_safe() {
    let world = world();
    let alice = world.user("alice").await;
    world.suspend(&alice).await;
    let (_, codes) = turned_on(&world, &alice).await;
    assert_eq!(state(&world, &alice).await["enabled"], true);
    let proof = json!({"password": PASSWORD, "code": codes[0]});
    call(&world, &alice, "off", &proof).await.expect(204);
}

#[tokio::test]
async fn strangers_have_none() {
    let world = world();
    let reply = world.get(PATH).send().await;
    reply.problem(401, "authentication_required");
    for path in ["enrolment", "confirm", "recovery-codes", "off"] {
        let path = format!("{PATH}/{path}");
        let reply = world.post(&path, &json!({})).send().await;
        reply.problem(401, "authentication_required");
    }
}

#[tokio::test]
async fn who_comes_from_an_outside_provider_has_it_there() {
    let world = world();
    let claims = PlainOutsideTokens::claims("ada", world.clock.now());
    let token = world.provider.issue(claims);
    let begun = world.post(&format!("{PATH}/enrolment"), &json!({"password": PASSWORD}));
    let reply = begun.header("authorization", format!("Bearer {token}"));
    reply.send().await.problem(403, "wrong_password");
}
