//! Verified addresses, and the pages that links in mails lead to.

use std::time::Duration;

use serde_json::json;
use thoughts_domain::accounts::Language;
use thoughts_use_cases::limits::{Budget, budgets};

use crate::support::{Reply, User, World, registration, world};

async fn verify(world: &World, token: &str) -> Reply {
    let body = json!({"token": token});
    world.post("/v1/auth/email/verify", &body).send().await
}

async fn is_verified(world: &World, user: &User) -> bool {
    let me = world.get("/v1/me").by(user).send().await.expect(200);
    me.json()["emailVerified"].as_bool().expect("a boolean")
}

async fn ask_again(world: &World, user: &User) -> Reply {
    let call = world.call("POST", "/v1/auth/email/verification");
    call.by(user).send().await
}

#[tokio::test]
async fn the_token_of_the_first_mail_verifies_once() {
    let world = world();
    let alice = world.user("alice").await;
    assert!(!is_verified(&world, &alice).await);
    let token = world.mailed_token().await;
    verify(&world, &token).await.expect(204);
    assert!(is_verified(&world, &alice).await);
    for bad in [token.as_str(), "made up", ""] {
        verify(&world, bad).await.problem(400, "invalid_mail_token");
    }
    let refused = world
        .post("/v1/auth/email/verify", &json!({}))
        .send()
        .await
        .refused();
    assert_eq!(refused, [("/token".to_owned(), "required".to_owned())]);
}

#[tokio::test]
async fn a_newer_mail_makes_the_older_token_bad_and_time_does_too() {
    let world = world();
    let alice = world.user("alice").await;
    let first = world.mailed_token().await;
    ask_again(&world, &alice).await.expect(202);
    let second = world.mailed_token().await;
    verify(&world, &first)
        .await
        .problem(400, "invalid_mail_token");
    world.clock.advance(Duration::from_hours(72));
    verify(&world, &second)
        .await
        .problem(400, "invalid_mail_token");
}

#[tokio::test]
async fn asking_again_needs_a_caller_and_a_verified_address_needs_no_mail() {
    let world = world();
    let alice = world.user("alice").await;
    let call = world.call("POST", "/v1/auth/email/verification");
    let anonymous = call.send().await;
    anonymous.problem(401, "authentication_required");
    let token = world.mailed_token().await;
    verify(&world, &token).await.expect(204);
    ask_again(&world, &alice).await.expect(202);
    assert!(world.deliver().await.is_empty());
}

#[tokio::test]
async fn tries_and_mails_are_limited() {
    let world = world();
    let alice = world.user("alice").await;
    let small = |budget: Budget| Budget { quota: 1, ..budget };
    world.limiter.tune(small(budgets::MAILED_TOKENS));
    verify(&world, "made up")
        .await
        .problem(400, "invalid_mail_token");
    verify(&world, "made up").await.problem(429, "rate_limited");
    world.limiter.tune(small(budgets::MAILS_PER_RECIPIENT));
    ask_again(&world, &alice).await.expect(202);
    ask_again(&world, &alice).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn the_newcomers_language_is_that_of_the_mail() {
    let world = world();
    for (handle, accepted, language) in [
        ("ana", "pt-BR,pt;q=0.9,en;q=0.5", Language::Pt),
        ("ann", "fr, en;q=0.5", Language::En),
    ] {
        let call = world.post("/v1/auth/register", &registration(handle));
        let reply = call
            .header("accept-language", accepted)
            .send()
            .await
            .expect(201);
        assert_eq!(reply.text("/user/settings/language"), language.as_str());
        world.deliver().await;
        let mail = world.mailer.tried().pop().expect("a mail");
        assert_eq!(mail.to.language, language);
    }
}

#[tokio::test]
async fn a_mail_is_in_the_language_that_its_recipient_chose_last() {
    let world = world();
    let alice = world.user("alice").await;
    let portuguese = json!({"settings": {"language": "pt"}});
    let call = world.patch("/v1/me", &portuguese).by(&alice);
    call.send().await.expect(200);
    // It waited while she chose; and what a later request accepts makes no difference.
    world.deliver().await;
    let forgotten = json!({"email": "alice@example.com"});
    let call = world.post("/v1/auth/password/forgot", &forgotten);
    let call = call.header("accept-language", "en");
    call.send().await.expect(202);
    world.deliver().await;
    let languages: Vec<_> = world
        .mailer
        .tried()
        .iter()
        .map(|mail| mail.to.language)
        .collect();
    assert_eq!(languages, [Language::Pt, Language::Pt]);
}

#[tokio::test]
async fn the_pages_of_links_do_nothing_by_themselves_and_need_nothing_from_elsewhere() {
    let world = world();
    for (page, route) in [
        ("/account/verify-email", "../v1/auth/email/verify"),
        ("/account/reset-password", "../v1/auth/password/reset"),
    ] {
        let reply = world
            .get(&format!("{page}?lang=pt"))
            .send()
            .await
            .expect(200);
        assert_eq!(
            reply.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        let html = String::from_utf8(reply.body).expect("text");
        assert!(html.contains(&format!("data-call=\"{route}\"")), "{html}");
        assert!(
            !html.contains("://") && !html.contains("<script>"),
            "{html}"
        );
        assert!(html.contains("src=\"account.js\"") && html.contains("href=\"account.css\""));
    }
    for file in ["/account/account.js", "/account/account.css"] {
        let reply = world.get(file).send().await.expect(200);
        assert!(!reply.body.is_empty());
    }
}
