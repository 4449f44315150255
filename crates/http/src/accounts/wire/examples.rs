//! Examples of this room, by schema.

use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_use_cases::accounts::{RefreshSecret, SessionTokens, SignedIn};

use super::{AccountJson, SessionJson, SignedInJson, SummaryJson, UserJson};
use crate::accounts::export::export_example;
use crate::examples::{account, session, user};

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let user = user()?;
    let signed_in = SignedIn {
        account: account()?,
        tokens: SessionTokens {
            access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl".to_owned(),
            refresh_token: RefreshSecret::new("mIYbYq2JtWkV0s1n8mWpQw".to_owned()),
            expires_in: 900,
        },
    };
    Ok(vec![
        ("UserSummary", json!(SummaryJson::from(&user.summary))),
        ("User", json!(UserJson::from(&user))),
        ("Account", json!(AccountJson::from(&signed_in.account))),
        ("SignedIn", json!(SignedInJson::from(&signed_in))),
        ("Export", export_example()?),
        ("Session", json!(SessionJson::new(&session()?, true))),
        (
            "RegisterRequest",
            json!({
                "handle": "alice",
                "displayName": "Alice",
                "email": "alice@example.com",
                "password": "correct horse battery staple",
            }),
        ),
        (
            "LoginRequest",
            json!({
                "login": "alice",
                "password": "correct horse battery staple",
                "secondFactorCode": "287082",
            }),
        ),
        (
            "RefreshRequest",
            json!({"refreshToken": "mIYbYq2JtWkV0s1n8mWpQw"}),
        ),
        (
            "PasswordChangeRequest",
            json!({
                "currentPassword": "correct horse battery staple",
                "newPassword": "another horse, another staple",
            }),
        ),
        (
            "ForgottenPasswordRequest",
            json!({"email": "alice@example.com"}),
        ),
        (
            "PasswordResetRequest",
            json!({
                "token": "Rk3t0HcO5VqYx2nZ8bW1mAaPq7sDfGhJkLzXcVbNmQw",
                "newPassword": "another horse, another staple",
            }),
        ),
        (
            "EmailVerificationRequest",
            json!({"token": "Rk3t0HcO5VqYx2nZ8bW1mAaPq7sDfGhJkLzXcVbNmQw"}),
        ),
        (
            "AccountPatch",
            json!({
                "handle": "alice_b",
                "displayName": "Alice",
                "bio": null,
                "settings": {"language": "pt"},
            }),
        ),
        (
            "KeySet",
            json!({"keys": [{
                "kty": "OKP",
                "crv": "Ed25519",
                "alg": "EdDSA",
                "use": "sig",
                "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            }]}),
        ),
    ])
}
