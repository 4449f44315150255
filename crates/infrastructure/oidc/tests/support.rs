//! A provider and a verifier of its tokens.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use thoughts_domain::time::Timestamp;
use thoughts_oidc::{OidcSettings, OidcTokens};
use thoughts_testing::provider::{Provider, ProviderKey};
use thoughts_use_cases::accounts::{OutsideClaims, OutsideTokenError, OutsideTokens};

pub const AUDIENCE: &str = "thoughts-api";

/// A provider with one key, its verifier, and a clock that stands still.
pub struct Rig {
    pub provider: Provider,
    pub key: ProviderKey,
    pub tokens: OidcTokens,
    pub now: Timestamp,
}

pub fn rig() -> Rig {
    rig_with(ProviderKey::ed25519("first"))
}

pub fn rig_with(key: ProviderKey) -> Rig {
    let provider = Provider::start(&[&key]);
    Rig {
        tokens: verifier(&provider, OidcSettings::TIMEOUT),
        provider,
        key,
        // A moment long past, so that a look at the machine's clock would be found out.
        now: Timestamp::parse("2001-09-09T01:46:40.999999Z").expect("a time"),
    }
}

pub fn verifier(provider: &Provider, timeout: Duration) -> OidcTokens {
    let settings = OidcSettings {
        issuer: provider.issuer().parse().expect("an issuer"),
        audience: AUDIENCE.to_owned(),
        ca_file: None,
        timeout,
    };
    OidcTokens::new(settings).expect("a verifier")
}

impl Rig {
    /// What a good token says: the form that Keycloak's have.
    pub fn claims(&self) -> Value {
        let at = self.now.as_seconds();
        json!({
            "iss": self.provider.issuer(), "aud": AUDIENCE, "azp": "app",
            "sub": "f3b1", "typ": "Bearer", "jti": "1", "sid": "s", "scope": "openid",
            "iat": at, "exp": at + 300,
            "preferred_username": "ann", "name": "Ann Lee",
            "email": "Ann@Example.org", "email_verified": true,
            "realm_access": {"roles": ["operator"]},
        })
    }

    pub fn good_token(&self) -> String {
        self.key.token(&self.claims())
    }

    pub async fn verify(&self, token: &str) -> Result<Arc<OutsideClaims>, OutsideTokenError> {
        self.tokens.verify(token, self.now).await
    }

    /// Fails unless the token is refused as such.
    #[track_caller]
    pub fn assert_refused(outcome: &Result<Arc<OutsideClaims>, OutsideTokenError>, why: &str) {
        assert!(
            matches!(outcome, Err(OutsideTokenError::Invalid(_))),
            "{why}: {outcome:?}"
        );
    }
}

pub fn with(mut part: Value, name: &str, value: Value) -> Value {
    part[name] = value;
    part
}

pub fn without(mut part: Value, name: &str) -> Value {
    part.as_object_mut().expect("an object").remove(name);
    part
}
