//! A provider that is away.

use std::time::Duration;

use serde_json::json;
use thoughts_oidc::{KEYS_TRUSTED_FOR, REFRESH_PAUSE};
use thoughts_testing::provider::ProviderKey;
use thoughts_use_cases::accounts::{OutsideTokenError, OutsideTokens};

use crate::support::{Rig, rig, with};

#[tokio::test]
async fn before_any_key_is_known_the_client_may_try_again() {
    let mut rig = rig();
    let token = rig.good_token();
    rig.provider.stop();
    for _ in 0..3 {
        let outcome = rig.verify(&token).await;
        assert!(
            matches!(outcome, Err(OutsideTokenError::Unavailable(_))),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn it_is_not_asked_again_at_once_but_after_a_pause() {
    let rig = rig();
    let token = rig.good_token();
    rig.provider
        .answer_discovery(thoughts_testing::provider::Page::Raw(
            503,
            String::new(),
            vec![],
        ));
    for _ in 0..20 {
        let outcome = rig.verify(&token).await;
        assert!(matches!(outcome, Err(OutsideTokenError::Unavailable(_))));
    }
    assert_eq!(rig.provider.asked_for_discovery(), 1);
    rig.provider
        .answer_discovery(thoughts_testing::provider::Page::Json(
            rig.provider.document(),
        ));
    let later = rig.now.plus(REFRESH_PAUSE);
    let verified = rig.tokens.verify(&token, later).await;
    assert!(verified.is_ok(), "{verified:?}");
}

#[tokio::test]
async fn known_keys_go_on_for_a_day_and_unknown_ones_are_refused() {
    let mut rig = rig();
    let day = i64::try_from(KEYS_TRUSTED_FOR.as_secs()).expect("seconds");
    let lasting = with(rig.claims(), "exp", json!(rig.now.as_seconds() + 3 * day));
    let token = rig.key.token(&lasting);
    assert!(rig.verify(&token).await.is_ok());
    rig.provider.stop();
    let over = rig.now.plus(KEYS_TRUSTED_FOR);
    let almost = over.minus(Duration::from_secs(1));
    assert!(rig.tokens.refresh(almost).await.is_err());
    let fresh = rig.key.token(&with(lasting.clone(), "sub", json!("other")));
    for token in [&token, &fresh] {
        let verified = rig.tokens.verify(token, almost).await;
        assert!(verified.is_ok(), "{verified:?}");
    }
    let stranger = ProviderKey::ed25519("stranger").token(&lasting);
    Rig::assert_refused(&rig.tokens.verify(&stranger, almost).await, "unknown");
    for token in [&token, &fresh, &stranger] {
        let outcome = rig.tokens.verify(token, over).await;
        assert!(
            matches!(outcome, Err(OutsideTokenError::Unavailable(_))),
            "{outcome:?}"
        );
    }
}
