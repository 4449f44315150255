//! New keys, withdrawn keys, and keys that nobody has.

use std::time::Duration;

use serde_json::json;
use thoughts_oidc::REFRESH_PAUSE;
use thoughts_testing::provider::{Page, ProviderKey};
use thoughts_use_cases::accounts::OutsideTokens;

use crate::support::{Rig, rig, with};

#[tokio::test]
async fn keys_are_fetched_once_and_serve_many_tokens() {
    let rig = rig();
    for number in 0..20 {
        let claims = with(rig.claims(), "sub", json!(format!("user {number}")));
        assert!(rig.verify(&rig.key.token(&claims)).await.is_ok());
    }
    assert_eq!(rig.provider.asked_for_keys(), 1);
    assert_eq!(rig.provider.asked_for_discovery(), 1);
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_first_appears() {
    let rig = rig();
    assert!(rig.verify(&rig.good_token()).await.is_ok());
    let next = ProviderKey::p256("next");
    rig.provider.set_keys(&[&rig.key, &next]);
    let later = rig.now.plus(REFRESH_PAUSE);
    for _ in 0..5 {
        let verified = rig.tokens.verify(&next.token(&rig.claims()), later).await;
        assert!(verified.is_ok(), "{verified:?}");
    }
    assert_eq!(rig.provider.asked_for_keys(), 2);
    assert!(rig.tokens.verify(&rig.good_token(), later).await.is_ok());
}

#[tokio::test]
async fn requests_at_once_make_one_fetch() {
    let rig = rig();
    let tokens: Vec<_> = (0..50)
        .map(|number| {
            let claims = with(rig.claims(), "sub", json!(format!("user {number}")));
            rig.key.token(&claims)
        })
        .collect();
    let verifications = tokens.iter().map(|token| rig.verify(token));
    let verified = futures_util::future::join_all(verifications).await;
    assert!(verified.iter().all(Result::is_ok), "{verified:?}");
    assert_eq!(rig.provider.asked_for_keys(), 1);
}

#[tokio::test]
async fn a_flood_of_unknown_keys_asks_the_provider_once_in_a_while() {
    let rig = rig();
    assert!(rig.verify(&rig.good_token()).await.is_ok());
    let flood = |number: usize| {
        let stranger = ProviderKey::ed25519(&format!("stranger {number}"));
        stranger.token(&rig.claims())
    };
    for number in 0..100 {
        Rig::assert_refused(&rig.verify(&flood(number)).await, "a stranger's");
    }
    assert_eq!(rig.provider.asked_for_keys(), 1, "just fetched");
    let later = rig.now.plus(REFRESH_PAUSE);
    let tokens: Vec<_> = (100..200).map(flood).collect();
    let verifications = tokens.iter().map(|token| rig.tokens.verify(token, later));
    for outcome in futures_util::future::join_all(verifications).await {
        Rig::assert_refused(&outcome, "a stranger's");
    }
    assert_eq!(rig.provider.asked_for_keys(), 2);
    let good = rig.tokens.verify(&rig.good_token(), later).await;
    assert!(good.is_ok(), "{good:?}");
}

#[tokio::test]
async fn a_client_that_goes_away_does_not_take_the_fetch_along() {
    let rig = rig();
    let token = rig.good_token();
    let mut first = Box::pin(rig.verify(&token));
    let started = futures_util::poll!(&mut first);
    assert!(started.is_pending());
    drop(first);
    let verified = rig.verify(&token).await;
    assert!(verified.is_ok(), "{verified:?}");
    assert_eq!(rig.provider.asked_for_keys(), 1);
}

#[tokio::test]
async fn a_withdrawn_key_takes_its_tokens_along() {
    let rig = rig();
    let token = rig.good_token();
    assert!(rig.verify(&token).await.is_ok());
    let next = ProviderKey::ed25519("next");
    rig.provider.set_keys(&[&next]);
    let later = rig.now.plus(Duration::from_mins(1));
    rig.tokens.refresh(later).await.expect("keys");
    Rig::assert_refused(&rig.tokens.verify(&token, later).await, "withdrawn");
    let other = next.token(&rig.claims());
    assert!(rig.tokens.verify(&other, later).await.is_ok());
}

#[tokio::test]
async fn a_key_under_an_old_name_is_another_key() {
    let rig = rig();
    let token = rig.good_token();
    assert!(rig.verify(&token).await.is_ok());
    let usurper = ProviderKey::ed25519("first");
    rig.provider.set_keys(&[&usurper]);
    rig.tokens.refresh(rig.now).await.expect("keys");
    Rig::assert_refused(&rig.verify(&token).await, "signed by the other");
    assert!(rig.verify(&usurper.token(&rig.claims())).await.is_ok());
}

#[tokio::test]
async fn keys_that_cannot_be_used_do_not_hide_the_others() {
    let rig = rig();
    let keys = json!({"keys": [
        {"kty": "RSA", "use": "enc", "alg": "RSA-OAEP", "kid": "e", "n": "AQAB", "e": "AQAB"},
        {"kty": "unheard of"}, 7, null,
        rig.key.public(),
    ]});
    rig.provider.answer_keys(Page::Json(keys));
    assert!(rig.verify(&rig.good_token()).await.is_ok());
}
