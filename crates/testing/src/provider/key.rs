//! Keys that sign tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use p256::elliptic_curve::rand_core::{OsRng, RngCore as _};
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use serde_json::{Value, json};

/// A key, named by an id.
pub struct ProviderKey {
    id: String,
    algorithm: Algorithm,
    key: EncodingKey,
}

impl ProviderKey {
    /// A fresh Ed25519 key: made in no time.
    #[must_use]
    pub fn ed25519(id: &str) -> Self {
        let mut secret_key = [0; 32];
        OsRng.fill_bytes(&mut secret_key);
        let key = KeypairBytes {
            secret_key,
            // The library tells kinds of keys apart by their length.
            public_key: None,
        };
        let der = key.to_pkcs8_der().expect("a key");
        Self::new(
            id,
            Algorithm::EdDSA,
            EncodingKey::from_ed_der(der.as_bytes()),
        )
    }

    /// A fresh key on P-256: made in no time.
    #[must_use]
    pub fn p256(id: &str) -> Self {
        let key = p256::SecretKey::random(&mut OsRng);
        let der = p256::pkcs8::EncodePrivateKey::to_pkcs8_der(&key).expect("a key");
        Self::new(
            id,
            Algorithm::ES256,
            EncodingKey::from_ec_der(der.as_bytes()),
        )
    }

    /// A fresh RSA key of 2048 bits that signs by this algorithm: takes a moment to make.
    #[must_use]
    pub fn rsa(id: &str, algorithm: Algorithm) -> Self {
        let key = rsa::RsaPrivateKey::new(&mut OsRng, 2_048).expect("a key");
        let der = key.to_pkcs1_der().expect("a key");
        Self::new(id, algorithm, EncodingKey::from_rsa_der(der.as_bytes()))
    }

    fn new(id: &str, algorithm: Algorithm, key: EncodingKey) -> Self {
        Self {
            id: id.to_owned(),
            algorithm,
            key,
        }
    }

    /// The public half, as it stands in a key set.
    #[must_use]
    pub fn public(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, self.algorithm).expect("a public key");
        let mut jwk = json!(jwk);
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk
    }

    /// The header that its tokens have.
    #[must_use]
    pub fn header(&self) -> Value {
        json!({ "alg": self.algorithm, "typ": "JWT", "kid": self.id })
    }

    /// A token that says this.
    #[must_use]
    pub fn token(&self, claims: &Value) -> String {
        self.token_under(&self.header(), claims)
    }

    /// A token that says this, signed by this key's algorithm whatever the header says.
    #[must_use]
    pub fn token_under(&self, header: &Value, claims: &Value) -> String {
        self.token_of(&header.to_string(), &claims.to_string())
    }

    /// A token of these texts, which may be no JSON.
    #[must_use]
    pub fn token_of(&self, header: &str, claims: &str) -> String {
        let message = message(header, claims);
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, self.algorithm);
        format!("{message}.{}", signature.expect("a signature"))
    }
}

/// The part of a token that is signed.
fn message(header: &str, claims: &str) -> String {
    let encode = |part: &str| URL_SAFE_NO_PAD.encode(part);
    format!("{}.{}", encode(header), encode(claims))
}

/// A token whose signature is this MAC, or nothing.
#[must_use]
pub fn forged(header: &Value, claims: &Value, secret: Option<(&[u8], Algorithm)>) -> String {
    let message = message(&header.to_string(), &claims.to_string());
    let signature = secret.map(|(secret, algorithm)| {
        let secret = EncodingKey::from_secret(secret);
        jsonwebtoken::crypto::sign(message.as_bytes(), &secret, algorithm).expect("a mac")
    });
    format!("{message}.{}", signature.unwrap_or_default())
}
