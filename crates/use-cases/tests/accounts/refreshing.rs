//! Refresh tokens and their rotation.

use std::sync::Arc;
use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, SESSION_LIFETIME, SUCCESSOR_GRACE};
use thoughts_testing::identity::{PlainAccessTokens, PlainRefreshTokens};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::readers::Unwatched;
use thoughts_use_cases::storage::StorageError;

use crate::rig::{Rig, caller_of, rig};

async fn refresh(rig: &Rig, token: &RefreshSecret) -> Result<SignedIn, RefreshSessionError> {
    refresh_by(rig, rig.refresh_tokens.clone(), token).await
}

/// On a replica that derives successors in its own way.
async fn refresh_by(
    rig: &Rig,
    refresh_tokens: Arc<PlainRefreshTokens>,
    token: &RefreshSecret,
) -> Result<SignedIn, RefreshSessionError> {
    let refreshing = RefreshSessionUseCase {
        store: rig.store.clone(),
        access_tokens: Arc::new(PlainAccessTokens),
        refresh_tokens,
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
async fn an_answer_that_was_lost_on_a_replica_under_another_key_is_given_again() {
    let rig = rig();
    let first = rig.register("alice").await.tokens.refresh_token;
    let replica = |key, others: &[&'static str]| Arc::new(PlainRefreshTokens::under(key, others));
    let (old, new) = (replica("old", &["new"]), replica("new", &["old"]));
    let second = refresh_by(&rig, old.clone(), &first).await.expect("a pair");
    let second = second.tokens.refresh_token;
    let again = refresh_by(&rig, new.clone(), &first).await.expect("a pair");
    assert_eq!(again.tokens.refresh_token, second);
    let third = refresh_by(&rig, new.clone(), &second)
        .await
        .expect("a pair");
    let third = third.tokens.refresh_token;
    let again = refresh_by(&rig, old, &second).await.expect("a pair");
    assert_eq!(again.tokens.refresh_token, third);
    refresh_by(&rig, new, &third)
        .await
        .expect("it is the one that is known");
}

#[tokio::test]
async fn an_answer_that_was_lost_under_a_key_that_is_gone_costs_nobody_the_session() {
    let rig = rig();
    let first = rig.register("alice").await.tokens.refresh_token;
    let replica = |key| Arc::new(PlainRefreshTokens::under(key, &[]));
    let lost = refresh_by(&rig, replica("old"), &first)
        .await
        .expect("a pair");
    let new = replica("new");
    let second = refresh_by(&rig, new.clone(), &first).await.expect("a pair");
    let second = second.tokens.refresh_token;
    assert_ne!(second, lost.tokens.refresh_token);
    let again = refresh_by(&rig, new.clone(), &first).await.expect("a pair");
    assert_eq!(again.tokens.refresh_token, second, "there is only one more");
    // The answer was not lost after all: another tab has it, and stays signed in too.
    for token in [second, lost.tokens.refresh_token] {
        refresh_by(&rig, new.clone(), &token).await.expect("a pair");
    }
    let reused = refresh_by(&rig, new, &first).await;
    assert!(matches!(reused, Err(RefreshSessionError::TokenReused)));
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
    assert!(rig.is_refused(&caller).await);
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
        erasing: rig.erasing(),
        steps: Arc::new(Unwatched),
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
