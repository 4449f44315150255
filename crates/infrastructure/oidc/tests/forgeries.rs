//! Tokens that look good and are not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Value, json};
use thoughts_testing::provider::{Page, ProviderKey, forged};

use crate::support::{Rig, rig, rig_with, with, without};

#[tokio::test]
async fn every_kind_of_key_verifies_what_it_signed() {
    for key in [
        ProviderKey::ed25519("k"),
        ProviderKey::p256("k"),
        ProviderKey::rsa("k", Algorithm::RS256),
        ProviderKey::rsa("k", Algorithm::PS256),
    ] {
        let rig = rig_with(key);
        let header = rig.key.header();
        let verified = rig.verify(&rig.good_token()).await;
        assert!(verified.is_ok(), "{header}: {verified:?}");
    }
}

#[tokio::test]
async fn no_signature() {
    let rig = rig();
    let good = rig.good_token();
    let signature = good.rsplit('.').next().expect("a signature");
    for alg in ["none", "None", "NONE", ""] {
        let header = with(rig.key.header(), "alg", json!(alg));
        let bare = forged(&header, &rig.claims(), None);
        for token in [
            bare.clone(),
            bare.trim_end_matches('.').to_owned(),
            format!("{bare}{signature}"),
        ] {
            Rig::assert_refused(&rig.verify(&token).await, &token);
        }
    }
    let bare = forged(&rig.key.header(), &rig.claims(), None);
    Rig::assert_refused(&rig.verify(&bare).await, "an empty signature");
}

/// Everything that somebody could take for the secret of a MAC.
fn public_bytes(key: &Value) -> Vec<Vec<u8>> {
    let mut secrets = vec![key.to_string().into_bytes()];
    for name in ["n", "x", "y", "e"] {
        if let Some(text) = key[name].as_str() {
            secrets.push(text.as_bytes().to_vec());
            secrets.push(URL_SAFE_NO_PAD.decode(text).expect("base64url"));
        }
    }
    if let (Some(n), Some(e)) = (key["n"].as_str(), key["e"].as_str()) {
        let key = DecodingKey::from_rsa_components(n, e).expect("a key");
        let (n, e) = match key.kind() {
            jsonwebtoken::DecodingKeyKind::RsaModulusExponent { n, e } => (n.clone(), e.clone()),
            jsonwebtoken::DecodingKeyKind::SecretOrDer(_) => panic!("components"),
        };
        let public = rsa::RsaPublicKey::new(
            rsa::BigUint::from_bytes_be(&n),
            rsa::BigUint::from_bytes_be(&e),
        )
        .expect("a key");
        let ending = rsa::pkcs8::LineEnding::LF;
        let spki = rsa::pkcs8::EncodePublicKey::to_public_key_pem(&public, ending);
        let pkcs1 = rsa::pkcs1::EncodeRsaPublicKey::to_pkcs1_pem(&public, ending);
        for pem in [spki.expect("PEM"), pkcs1.expect("PEM")] {
            secrets.push(pem.trim_end().as_bytes().to_vec());
            secrets.push(pem.into_bytes());
        }
    }
    secrets
}

#[tokio::test]
async fn a_mac_with_the_public_key_as_its_secret() {
    for key in [
        ProviderKey::rsa("k", Algorithm::RS256),
        ProviderKey::p256("k"),
        ProviderKey::ed25519("k"),
    ] {
        let rig = rig_with(key);
        for secret in public_bytes(&rig.key.public()) {
            for (name, algorithm) in [
                ("HS256", Algorithm::HS256),
                ("HS384", Algorithm::HS384),
                ("HS512", Algorithm::HS512),
            ] {
                let header = with(rig.key.header(), "alg", json!(name));
                let token = forged(&header, &rig.claims(), Some((&secret, algorithm)));
                Rig::assert_refused(&rig.verify(&token).await, name);
            }
        }
    }
}

#[tokio::test]
async fn a_secret_in_the_key_set_is_no_key() {
    let rig = rig();
    let secret = json!({"kty": "oct", "kid": "mac", "k": "c2VjcmV0", "alg": "HS256"});
    let keys = json!({"keys": [secret, rig.key.public()]});
    rig.provider.answer_keys(Page::Json(keys));
    let header = json!({"alg": "HS256", "typ": "JWT", "kid": "mac"});
    let token = forged(&header, &rig.claims(), Some((b"secret", Algorithm::HS256)));
    Rig::assert_refused(&rig.verify(&token).await, "a MAC");
    assert!(rig.verify(&rig.good_token()).await.is_ok());
}

#[tokio::test]
async fn an_algorithm_that_is_not_the_keys() {
    let rsa = ProviderKey::rsa("k", Algorithm::PS256);
    let rig = rig_with(rsa);
    let signed = rig.good_token();
    assert!(rig.verify(&signed).await.is_ok());
    for alg in [
        "RS256", "RS384", "RS512", "PS384", "PS512", "ES256", "ES384", "EdDSA", "ES512", "A128KW",
    ] {
        let header = with(rig.key.header(), "alg", json!(alg));
        let token = rig.key.token_under(&header, &rig.claims());
        Rig::assert_refused(&rig.verify(&token).await, alg);
    }
}

#[tokio::test]
async fn an_algorithm_that_the_set_does_not_give_the_key() {
    let rig = rig_with(ProviderKey::rsa("k", Algorithm::RS256));
    let narrowed = with(rig.key.public(), "alg", json!("PS256"));
    rig.provider
        .answer_keys(Page::Json(json!({ "keys": [narrowed] })));
    Rig::assert_refused(&rig.verify(&rig.good_token()).await, "RS256 by a PS256 key");
}

#[tokio::test]
async fn a_key_that_may_not_verify() {
    for (name, value) in [("use", json!("enc")), ("key_ops", json!(["encrypt"]))] {
        let rig = rig();
        let other = ProviderKey::ed25519("other");
        let barred = with(rig.key.public(), name, value);
        let keys = json!({"keys": [barred, other.public()]});
        rig.provider.answer_keys(Page::Json(keys));
        Rig::assert_refused(&rig.verify(&rig.good_token()).await, name);
        assert!(rig.verify(&other.token(&rig.claims())).await.is_ok());
    }
}

#[tokio::test]
async fn a_key_brought_along() {
    let rig = rig();
    let mine = ProviderKey::ed25519("first");
    let hers = ProviderKey::ed25519("mine");
    for (key, header) in [
        (&mine, with(mine.header(), "jwk", mine.public())),
        (&hers, with(hers.header(), "jwk", hers.public())),
        (
            &mine,
            with(mine.header(), "jku", json!("http://127.0.0.1:1/keys")),
        ),
        (
            &mine,
            with(mine.header(), "x5u", json!("http://127.0.0.1:1/keys")),
        ),
        (&mine, mine.header()),
    ] {
        let token = key.token_under(&header, &rig.claims());
        Rig::assert_refused(&rig.verify(&token).await, &header.to_string());
    }
    assert_eq!(rig.provider.asked_for_else(), 0);
}

#[tokio::test]
async fn a_header_that_must_be_understood() {
    let rig = rig();
    let header = with(rig.key.header(), "crit", json!(["exp"]));
    let token = rig.key.token_under(&header, &rig.claims());
    Rig::assert_refused(&rig.verify(&token).await, "crit");
}

#[tokio::test]
async fn a_changed_or_foreign_signature() {
    let rig = rig();
    let good = rig.good_token();
    let (message, signature) = good.rsplit_once('.').expect("three parts");
    let other = rig.key.token(&with(rig.claims(), "sub", json!("other")));
    let (_, of_other) = other.rsplit_once('.').expect("three parts");
    let mut changed = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    changed[5] ^= 1;
    for token in [
        format!("{message}.{of_other}"),
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(changed)),
        format!("{message}.{signature}="),
        format!("{good}.{signature}"),
        message.to_owned(),
    ] {
        Rig::assert_refused(&rig.verify(&token).await, &token);
    }
}

#[tokio::test]
async fn without_the_name_of_a_key_there_must_be_one_alone() {
    let rig = rig();
    let header = without(rig.key.header(), "kid");
    let nameless = rig.key.token_under(&header, &rig.claims());
    assert!(rig.verify(&nameless).await.is_ok());
    let rig = crate::support::rig();
    let other = ProviderKey::ed25519("other");
    rig.provider.set_keys(&[&rig.key, &other]);
    let nameless = rig.key.token_under(&header, &rig.claims());
    Rig::assert_refused(&rig.verify(&nameless).await, "two keys");
    let asked = rig.provider.asked_for_keys();
    Rig::assert_refused(&rig.verify(&nameless).await, "two keys");
    assert_eq!(rig.provider.asked_for_keys(), asked);
}

#[tokio::test]
async fn a_claim_said_twice() {
    let rig = rig();
    let twice = rig
        .claims()
        .to_string()
        .replacen('{', r#"{"sub":"admin","#, 1);
    let header = rig.key.header().to_string();
    // Signed as it stands: a JSON value could not hold it.
    let token = rig.key.token_of(&header, &twice);
    Rig::assert_refused(&rig.verify(&token).await, "sub twice");
}
