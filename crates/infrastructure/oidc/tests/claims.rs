//! What a good token is, for whom, and for how long.

use std::time::Duration;

use serde_json::{Value, json};
use thoughts_domain::accounts::Email;
use thoughts_oidc::MAX_TOKEN_BYTES;
use thoughts_use_cases::accounts::{OUTSIDE_CLOCK_SKEW, OutsideTokenError, OutsideTokens};

use crate::support::{AUDIENCE, Rig, rig, with, without};

#[tokio::test]
async fn says_who_it_is() {
    let rig = rig();
    let token = rig.good_token();
    assert!(rig.tokens.is_named_by(&token));
    let claims = rig.verify(&token).await.expect("a good token");
    assert_eq!(claims.identity.issuer(), rig.provider.issuer());
    assert_eq!(claims.identity.subject(), "f3b1");
    assert_eq!(claims.username.as_deref(), Some("ann"));
    assert_eq!(claims.name.as_deref(), Some("Ann Lee"));
    let address = claims.email.as_ref().map(Email::as_str);
    assert_eq!(address, Some("ann@example.org"));
    assert_eq!(claims.issued_at.as_seconds(), rig.now.as_seconds());
}

#[tokio::test]
async fn an_address_counts_only_when_the_provider_has_verified_it() {
    let rig = rig();
    for unverified in [
        without(rig.claims(), "email_verified"),
        with(rig.claims(), "email_verified", json!(false)),
        with(rig.claims(), "email_verified", json!("true")),
        with(rig.claims(), "email_verified", json!(1)),
        with(rig.claims(), "email", json!("no address")),
        with(rig.claims(), "email", json!(["ann@example.org"])),
        without(rig.claims(), "email"),
    ] {
        let token = rig.key.token(&unverified);
        let claims = rig.verify(&token).await.expect("a good token");
        assert_eq!(claims.email, None, "{unverified}");
    }
}

#[tokio::test]
async fn what_nobody_is_called_by_is_left_out() {
    let rig = rig();
    let nameless = without(without(rig.claims(), "name"), "preferred_username");
    let odd = with(rig.claims(), "name", json!({"a": 1}));
    let odd = with(odd, "preferred_username", json!(7));
    for claims in [nameless, odd] {
        let claims = rig.verify(&rig.key.token(&claims)).await;
        let claims = claims.expect("a good token");
        assert_eq!((&claims.name, &claims.username), (&None, &None));
    }
}

#[tokio::test]
async fn it_must_be_for_this_service() {
    let rig = rig();
    let several = json!(["account", AUDIENCE]);
    let one = with(without(rig.claims(), "azp"), "aud", json!([AUDIENCE]));
    let named = with(rig.claims(), "aud", several.clone());
    let by_client_id = with(without(rig.claims(), "azp"), "client_id", json!("app"));
    let by_client_id = with(by_client_id, "aud", several.clone());
    for good in [one, named, by_client_id] {
        let verified = rig.verify(&rig.key.token(&good)).await;
        assert!(verified.is_ok(), "{good}: {verified:?}");
    }
    for bad in [
        with(rig.claims(), "aud", json!("account")),
        with(rig.claims(), "aud", json!(["account"])),
        with(rig.claims(), "aud", json!([])),
        with(rig.claims(), "aud", json!("thoughts-api2")),
        with(rig.claims(), "aud", json!(AUDIENCE.to_uppercase())),
        with(rig.claims(), "aud", json!(null)),
        with(rig.claims(), "aud", json!({ "a": AUDIENCE })),
        without(rig.claims(), "aud"),
        with(without(rig.claims(), "azp"), "aud", several.clone()),
        with(with(rig.claims(), "azp", json!("")), "aud", several.clone()),
        with(with(rig.claims(), "azp", json!(7)), "aud", several),
    ] {
        let outcome = rig.verify(&rig.key.token(&bad)).await;
        Rig::assert_refused(&outcome, &bad.to_string());
    }
}

#[tokio::test]
async fn it_must_be_of_this_issuer() {
    let rig = rig();
    let issuer = rig.provider.issuer();
    for other in [
        json!(format!("{issuer}/")),
        json!(issuer.to_uppercase()),
        json!("https://evil.example.org"),
        json!("thoughts"),
        json!([issuer, "https://evil.example.org"]),
        json!([issuer]),
        json!(null),
    ] {
        let token = rig.key.token(&with(rig.claims(), "iss", other.clone()));
        assert!(!rig.tokens.is_named_by(&token), "{other}");
        Rig::assert_refused(&rig.verify(&token).await, &other.to_string());
    }
    let token = rig.key.token(&without(rig.claims(), "iss"));
    assert!(!rig.tokens.is_named_by(&token));
    Rig::assert_refused(&rig.verify(&token).await, "no issuer");
    for text in ["", "a", "a.b.c", "a.e30.c", "....", "a.b"] {
        assert!(!rig.tokens.is_named_by(text), "{text}");
    }
}

#[tokio::test]
async fn it_is_good_from_its_beginning_to_its_exact_end() {
    let rig = rig();
    let at = rig.now.as_seconds();
    let skew = i64::try_from(OUTSIDE_CLOCK_SKEW.as_secs()).expect("seconds");
    let good: &[(&str, Value)] = &[
        ("exp", json!(at + 1)),
        ("nbf", json!(at + skew)),
        ("iat", json!(at + skew)),
        ("nbf", json!(at - 900)),
        #[expect(clippy::cast_precision_loss, reason = "a date of this age is exact")]
        ("exp", json!(at as f64 + 1.5)),
    ];
    for (name, value) in good {
        let claims = with(rig.claims(), name, value.clone());
        let verified = rig.verify(&rig.key.token(&claims)).await;
        assert!(verified.is_ok(), "{name} {value}: {verified:?}");
    }
    for exp in [json!(at), json!(at - 1), json!(0)] {
        let token = rig.key.token(&with(rig.claims(), "exp", exp));
        assert_eq!(rig.verify(&token).await, Err(OutsideTokenError::Expired));
    }
    let bad: &[(&str, Value)] = &[
        ("nbf", json!(at + skew + 1)),
        ("iat", json!(at + skew + 1)),
        ("exp", json!("9999999999")),
        ("exp", json!(null)),
        ("exp", json!(1e300)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(-1)),
        ("iat", json!(null)),
        ("nbf", json!("soon")),
    ];
    for (name, value) in bad {
        let token = rig.key.token(&with(rig.claims(), name, value.clone()));
        Rig::assert_refused(&rig.verify(&token).await, &format!("{name} {value}"));
    }
    for name in ["exp", "iat"] {
        let token = rig.key.token(&without(rig.claims(), name));
        Rig::assert_refused(&rig.verify(&token).await, name);
    }
}

#[tokio::test]
async fn a_remembered_token_expires_too() {
    let rig = rig();
    let token = rig.good_token();
    rig.verify(&token).await.expect("a good token");
    let asked = rig.provider.asked_for_keys();
    for seconds in [1, 299] {
        let later = rig.now.plus(Duration::from_secs(seconds));
        let verified = rig.tokens.verify(&token, later).await;
        assert!(verified.is_ok(), "{verified:?}");
    }
    let end = rig.now.plus(Duration::from_mins(5));
    let expired = rig.tokens.verify(&token, end).await;
    assert_eq!(expired, Err(OutsideTokenError::Expired));
    assert_eq!(rig.provider.asked_for_keys(), asked);
}

#[tokio::test]
async fn other_tokens_of_the_provider_do_not_pass() {
    let rig = rig();
    for (name, value) in [
        ("typ", json!("ID")),
        ("typ", json!("Refresh")),
        ("typ", json!("Offline")),
        ("typ", json!("Logout")),
        ("typ", json!(7)),
        (
            "events",
            json!({"http://schemas.openid.net/event/backchannel-logout": {}}),
        ),
        ("cnf", json!({"jkt": "x"})),
    ] {
        let token = rig.key.token(&with(rig.claims(), name, value));
        Rig::assert_refused(&rig.verify(&token).await, name);
    }
    for name in ["nonce", "at_hash", "c_hash"] {
        let claims = with(without(rig.claims(), "typ"), name, json!("x"));
        Rig::assert_refused(&rig.verify(&rig.key.token(&claims)).await, name);
    }
    for kind in ["logout+jwt", "secevent+jwt", "id_token", "dpop+jwt"] {
        let header = with(rig.key.header(), "typ", json!(kind));
        let token = rig.key.token_under(&header, &rig.claims());
        Rig::assert_refused(&rig.verify(&token).await, kind);
    }
    for kind in ["at+jwt", "application/at+jwt", "AT+JWT", "jwt"] {
        let header = with(rig.key.header(), "typ", json!(kind));
        let token = rig.key.token_under(&header, &rig.claims());
        assert!(rig.verify(&token).await.is_ok(), "{kind}");
    }
    let bare = without(rig.key.header(), "typ");
    let token = rig.key.token_under(&bare, &without(rig.claims(), "typ"));
    assert!(rig.verify(&token).await.is_ok());
}

#[tokio::test]
async fn a_subject_is_bounded() {
    let rig = rig();
    let longest = "x".repeat(255);
    let token = rig.key.token(&with(rig.claims(), "sub", json!(longest)));
    assert!(rig.verify(&token).await.is_ok());
    for subject in [
        json!("x".repeat(256)),
        json!(""),
        json!("a\u{0}b"),
        json!("ä"),
        json!(7),
        json!(null),
    ] {
        let token = rig.key.token(&with(rig.claims(), "sub", subject.clone()));
        Rig::assert_refused(&rig.verify(&token).await, &subject.to_string());
    }
    let token = rig.key.token(&without(rig.claims(), "sub"));
    Rig::assert_refused(&rig.verify(&token).await, "no subject");
}

#[tokio::test]
async fn a_token_beyond_the_limit_is_not_read() {
    let rig = rig();
    let long = with(rig.claims(), "note", json!("x".repeat(MAX_TOKEN_BYTES)));
    let token = rig.key.token(&long);
    assert!(!rig.tokens.is_named_by(&token));
    Rig::assert_refused(&rig.verify(&token).await, "too long");
    assert_eq!(rig.provider.asked_for_keys(), 0);
}
