//! Refresh tokens and their rotation.

use std::sync::Arc;
use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, SESSION_LIFETIME, SUCCESSOR_GRACE};
use thoughts_testing::identity::PlainAccessTokens;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::Clock;

use crate::rig::{Rig, caller_of, rig, session_of};

async fn refresh(rig: &Rig, token: &RefreshSecret) -> Result<SignedIn, RefreshSessionError> {
    let refreshing = RefreshSessionUseCase {
        store: rig.store.clone(),
        access_tokens: Arc::new(PlainAccessTokens),
        refresh_tokens: rig.refresh_tokens.clone(),
        watch: rig.watch.clone(),
        clock: rig.clock.clone(),
    };
    refreshing.execute(token.clone()).await
}

#[tokio::test]
async fn each_token_buys_the_next() {
    let rig = rig();
    let first = rig.register("alice").await;
    let second = refresh(&rig, &first.tokens.refresh_token)
        .await
        .expect("a pair");
    let third = refresh(&rig, &second.tokens.refresh_token)
        .await
        .expect("a pair");
    assert_eq!(caller_of(&third), caller_of(&first));
    assert_ne!(second.tokens.refresh_token, first.tokens.refresh_token);
    assert_ne!(third.tokens.refresh_token, second.tokens.refresh_token);
}

#[tokio::test]
async fn a_lost_answer_is_given_again_within_the_grace() {
    let rig = rig();
    let first = rig.register("alice").await.tokens.refresh_token;
    let second = refresh(&rig, &first).await.expect("a pair");
    rig.clock
        .advance(SUCCESSOR_GRACE.saturating_sub(Duration::from_secs(1)));
    let again = refresh(&rig, &first).await.expect("the same pair");
    assert_eq!(again.tokens.refresh_token, second.tokens.refresh_token);
}

#[tokio::test]
async fn a_token_used_late_ends_the_session_for_good() {
    let rig = rig();
    let signed_in = rig.register("alice").await;
    let first = signed_in.tokens.refresh_token.clone();
    let second = refresh(&rig, &first)
        .await
        .expect("a pair")
        .tokens
        .refresh_token;
    rig.clock.advance(SUCCESSOR_GRACE + Duration::from_secs(1));
    let reused = refresh(&rig, &first).await;
    assert!(matches!(reused, Err(RefreshSessionError::TokenReused)));
    let caller = caller_of(&signed_in);
    assert!(!rig.is_live(&caller).await, "the end was committed");
    let ended = rig
        .watch
        .is_ended(session_of(&caller), rig.clock.now())
        .await;
    assert_eq!(ended.ok(), Some(true));
    for token in [first, second] {
        let later = refresh(&rig, &token).await;
        assert!(matches!(later, Err(RefreshSessionError::InvalidToken)));
    }
}

#[tokio::test]
async fn a_token_whose_successor_was_used_ends_the_session_at_once() {
    let rig = rig();
    let signed_in = rig.register("alice").await;
    let first = signed_in.tokens.refresh_token.clone();
    let second = refresh(&rig, &first)
        .await
        .expect("a pair")
        .tokens
        .refresh_token;
    refresh(&rig, &second).await.expect("a pair");
    let reused = refresh(&rig, &first).await;
    assert!(matches!(reused, Err(RefreshSessionError::TokenReused)));
    assert!(!rig.is_live(&caller_of(&signed_in)).await);
}

#[tokio::test]
async fn an_unknown_or_expired_token_buys_nothing() {
    let rig = rig();
    let first = rig.register("alice").await.tokens.refresh_token;
    let unknown = RefreshSecret::new("never given out".to_owned());
    let refused = refresh(&rig, &unknown).await;
    assert!(matches!(refused, Err(RefreshSessionError::InvalidToken)));
    rig.clock.advance(SESSION_LIFETIME);
    let refused = refresh(&rig, &first).await;
    assert!(matches!(refused, Err(RefreshSessionError::InvalidToken)));
}

#[tokio::test]
async fn an_erased_user_refreshes_nothing() {
    let rig = rig();
    let signed_in = rig.register("alice").await;
    let delete = DeleteAccountUseCase {
        store: rig.store.clone(),
        watch: rig.watch.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = DeleteAccountCommand {
        caller: caller_of(&signed_in),
        content: ContentRemoval::Anonymise,
        expected_version: None,
        trace: TraceParent::default(),
    };
    delete.execute(command).await.expect("deleted");
    let refused = refresh(&rig, &signed_in.tokens.refresh_token).await;
    assert!(matches!(refused, Err(RefreshSessionError::InvalidToken)));
}

#[tokio::test]
async fn a_rotation_that_is_not_committed_leaves_the_token_good() {
    let rig = rig();
    let signed_in = rig.register("alice").await;
    rig.store.fail_commits();
    let lost = refresh(&rig, &signed_in.tokens.refresh_token).await;
    assert!(matches!(
        lost,
        Err(RefreshSessionError::Storage(StorageError::Conflict(_)))
    ));
    let mut work = rig.adapter.store.begin().await.expect("a unit of work");
    let hash = rig.refresh_tokens.hash(&signed_in.tokens.refresh_token);
    let found = work
        .sessions()
        .find(&hash)
        .await
        .expect("find")
        .expect("the token");
    assert_eq!(found.token.used_at, None);
}
