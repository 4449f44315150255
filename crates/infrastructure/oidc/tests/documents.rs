//! Documents of the provider that are not to be believed, or not to be had.

use std::time::Duration;

use serde_json::json;
use thoughts_testing::provider::{Page, Provider, ProviderKey};
use thoughts_use_cases::accounts::{OutsideTokenError, OutsideTokens};

use crate::support::{Rig, rig, verifier};

/// How long a document may take here: an answer of the same machine needs much less.
const SOON: Duration = Duration::from_millis(1_500);

fn unusable() -> Vec<(&'static str, Page)> {
    let raw = |status, body: &str| Page::Raw(status, String::new(), body.as_bytes().to_vec());
    vec![
        ("not there", raw(404, "{}")),
        ("failing", raw(500, "")),
        ("nothing", raw(200, "")),
        ("no JSON", raw(200, "<html></html>")),
        ("other JSON", raw(200, "[]")),
        ("no text", Page::Raw(200, String::new(), vec![0xFF; 99])),
        ("huge", raw(200, &" ".repeat(300 * 1_024))),
        ("deep", raw(200, &"[".repeat(100_000))),
        ("endless", Page::Endless),
        ("silent", Page::Silence),
    ]
}

async fn fails(rig: &Rig, why: &str) -> String {
    let tokens = verifier(&rig.provider, SOON);
    match tokens.verify(&rig.good_token(), rig.now).await {
        Err(OutsideTokenError::Unavailable(fault)) => {
            assert!(!fault.is_empty(), "{why}");
            fault
        }
        other => panic!("{why}: {other:?}"),
    }
}

#[tokio::test]
async fn a_discovery_document_that_cannot_be_used() {
    let rig = rig();
    for (why, page) in unusable() {
        rig.provider.answer_discovery(page);
        fails(&rig, why).await;
    }
    assert_eq!(rig.provider.asked_for_keys(), 0);
}

#[tokio::test]
async fn a_key_set_that_cannot_be_used() {
    let rig = rig();
    for (why, page) in unusable() {
        rig.provider.answer_keys(page);
        fails(&rig, why).await;
    }
    for keys in [json!({"keys": []}), json!({"keys": [{"kty": "oct"}]})] {
        rig.provider.answer_keys(Page::Json(keys));
        assert!(fails(&rig, "no key").await.contains("RS256"));
    }
}

#[tokio::test]
async fn a_discovery_document_of_somebody_else() {
    let rig = rig();
    let mut document = rig.provider.document();
    document["issuer"] = json!("https://evil.example.org");
    rig.provider.answer_discovery(Page::Json(document));
    let fault = fails(&rig, "another issuer").await;
    assert!(fault.contains("OIDC_ISSUER"), "{fault}");
    assert_eq!(rig.provider.asked_for_keys(), 0);
}

#[tokio::test]
async fn keys_that_would_come_over_an_open_network() {
    let rig = rig();
    let mut document = rig.provider.document();
    document["jwks_uri"] = json!("http://id.example.org/keys");
    rig.provider.answer_discovery(Page::Json(document));
    fails(&rig, "no TLS").await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let rig = rig();
    let elsewhere = Provider::start(&[&ProviderKey::ed25519("first")]);
    for status in [301, 302, 307, 308] {
        let to = |path: &str| {
            let location = format!("Location: {}/{path}\r\n", elsewhere.issuer());
            Page::Raw(status, location, Vec::new())
        };
        rig.provider
            .answer_discovery(to(".well-known/openid-configuration"));
        fails(&rig, "discovery elsewhere").await;
        rig.provider
            .answer_discovery(Page::Json(rig.provider.document()));
        rig.provider.answer_keys(to("certs"));
        fails(&rig, "keys elsewhere").await;
    }
    let asked = elsewhere.asked_for_keys() + elsewhere.asked_for_discovery();
    assert_eq!(asked, 0);
}

#[tokio::test]
async fn what_was_known_stays_when_the_next_fetch_is_of_no_use() {
    let rig = rig();
    let tokens = verifier(&rig.provider, SOON);
    let token = rig.good_token();
    assert!(tokens.verify(&token, rig.now).await.is_ok());
    for (why, page) in unusable() {
        rig.provider.answer_keys(page);
        assert!(tokens.refresh(rig.now).await.is_err(), "{why}");
        assert!(tokens.verify(&token, rig.now).await.is_ok(), "{why}");
    }
}
