//! Tokens that look good and are not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::tests::{claims, key, now, tokens};
use super::*;
use crate::keys::SigningKey;

fn good_header() -> Value {
    json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key().public().id() })
}

fn good_claims() -> Value {
    let at = now().as_seconds();
    json!({
        "iss": ISSUER, "aud": AUDIENCE,
        "sub": "tz4a98xxat96iws9zmbrgj3a", "sid": "pfh0haxfpzowht3oi213cqos", "role": "moderator",
        "iat": at, "nbf": at, "exp": at + 900,
    })
}

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

/// Signs anything with the real key.
fn signed(header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let signing = key().to_jwt().expect("a key");
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &signing, Algorithm::EdDSA);
    format!("{message}.{}", signature.expect("a signature"))
}

fn with(mut part: Value, name: &str, value: Value) -> Value {
    part[name] = value;
    part
}

fn without(mut part: Value, name: &str) -> Value {
    part.as_object_mut().expect("an object").remove(name);
    part
}

fn refused(token: &str) -> bool {
    tokens().verify(token, now()).is_err()
}

#[test]
fn the_forger_could_make_a_good_one() {
    // Otherwise the tests below would pass for the wrong reason.
    let token = signed(&good_header(), &good_claims());
    assert_eq!(tokens().verify(&token, now()), Ok(claims()));
}

#[test]
fn no_algorithm() {
    for alg in ["none", "None", "NONE", ""] {
        let header = with(good_header(), "alg", json!(alg));
        let message = format!("{}.{}", encode(&header), encode(&good_claims()));
        let signature = signed(&good_header(), &good_claims());
        let signature = signature.rsplit('.').next().expect("a signature");
        for token in [
            format!("{message}."),
            message.clone(),
            format!("{message}.{signature}"),
        ] {
            assert!(refused(&token), "{alg}: {token}");
        }
    }
}

#[test]
fn a_mac_with_the_public_key_as_its_secret() {
    let public = key().public().clone();
    let secrets = [
        URL_SAFE_NO_PAD
            .decode(public.to_base64url())
            .expect("base64url"),
        public.to_base64url().into_bytes(),
        public.to_pem().expect("pem").into_bytes(),
    ];
    for (name, algorithm) in [
        ("HS256", Algorithm::HS256),
        ("HS384", Algorithm::HS384),
        ("HS512", Algorithm::HS512),
    ] {
        for secret in &secrets {
            let header = with(good_header(), "alg", json!(name));
            let message = format!("{}.{}", encode(&header), encode(&good_claims()));
            let secret = EncodingKey::from_secret(secret);
            let mac = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, algorithm);
            assert!(
                refused(&format!("{message}.{}", mac.expect("a mac"))),
                "{name}"
            );
        }
    }
}

#[test]
fn a_key_brought_along() {
    let mine = SigningKey::generate().expect("a key");
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": mine.public().to_base64url() });
    for header in [
        with(good_header(), "jwk", jwk.clone()),
        with(
            with(good_header(), "jwk", jwk),
            "kid",
            json!(mine.public().id()),
        ),
        with(good_header(), "jku", json!("http://127.0.0.1/keys")),
    ] {
        let message = format!("{}.{}", encode(&header), encode(&good_claims()));
        let signing = mine.to_jwt().expect("a key");
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &signing, Algorithm::EdDSA);
        assert!(refused(&format!(
            "{message}.{}",
            signature.expect("a signature")
        )));
    }
}

#[test]
fn a_header_that_is_not_ours() {
    let headers = [
        with(good_header(), "typ", json!("JWT")),
        with(good_header(), "typ", json!("rt+jwt")),
        without(good_header(), "typ"),
        with(good_header(), "kid", json!("another")),
        with(good_header(), "kid", json!("")),
        without(good_header(), "kid"),
        with(good_header(), "crit", json!(["exp"])),
        without(good_header(), "alg"),
    ];
    for header in headers {
        assert!(refused(&signed(&header, &good_claims())), "{header}");
    }
}

#[test]
fn claims_that_are_not_ours() {
    let at = now().as_seconds();
    let bad = [
        with(good_claims(), "iss", json!("another")),
        with(good_claims(), "iss", json!(null)),
        without(good_claims(), "iss"),
        with(good_claims(), "aud", json!("another")),
        with(good_claims(), "aud", json!(["another", AUDIENCE])),
        without(good_claims(), "aud"),
        with(good_claims(), "sub", json!("root")),
        without(good_claims(), "sub"),
        without(good_claims(), "sid"),
        with(good_claims(), "role", json!("root")),
        without(good_claims(), "role"),
        without(good_claims(), "exp"),
        with(good_claims(), "exp", json!("9999999999")),
        with(good_claims(), "exp", json!(-1)),
        with(good_claims(), "exp", json!(at)),
        without(good_claims(), "nbf"),
        with(good_claims(), "nbf", json!(at + 60)),
        with(good_claims(), "iat", json!(at + 60)),
        without(good_claims(), "iat"),
    ];
    for claims in bad {
        assert!(refused(&signed(&good_header(), &claims)), "{claims}");
    }
}

#[test]
fn a_claim_said_twice() {
    let twice = good_claims()
        .to_string()
        .replacen('{', r#"{"role":"operator","#, 1);
    let message = format!(
        "{}.{}",
        encode(&good_header()),
        URL_SAFE_NO_PAD.encode(twice)
    );
    let signing = key().to_jwt().expect("a key");
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &signing, Algorithm::EdDSA);
    assert!(refused(&format!(
        "{message}.{}",
        signature.expect("a signature")
    )));
}

#[test]
fn a_token_beyond_the_limit_is_not_read() {
    let padded = with(good_claims(), "note", json!("x".repeat(MAX_TOKEN_BYTES)));
    let error = tokens().verify(&signed(&good_header(), &padded), now());
    assert_eq!(
        error,
        Err(AccessTokenError::Invalid("it is too long".to_owned()))
    );
    let within = with(good_claims(), "note", json!("x".repeat(900)));
    assert!(!refused(&signed(&good_header(), &within)));
}

#[test]
fn another_signature_of_the_same_message() {
    // RFC 8032 adds multiples of the group's order in vain: the scalar must be reduced.
    let token = signed(&good_header(), &good_claims());
    let (message, signature) = token.rsplit_once('.').expect("three parts");
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    let order = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0_u16;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + add + carry;
        *byte = u8::try_from(sum & 0xff).expect("a byte");
        carry = sum >> 8;
    }
    assert!(refused(&format!(
        "{message}.{}",
        URL_SAFE_NO_PAD.encode(bytes)
    )));
}
