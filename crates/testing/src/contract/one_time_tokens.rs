//! Mailed tokens.

use thoughts_domain::accounts::{ContentRemoval, OneTimeToken, TokenPurpose, User};
use thoughts_use_cases::accounts::TokenHash;

use super::Scene;

const PURPOSES: [TokenPurpose; 2] = [TokenPurpose::VerifyEmail, TokenPurpose::ResetPassword];

fn hash(name: &str) -> TokenHash {
    TokenHash(crate::digest::digest("mailed token", name.as_bytes()))
}

async fn put(scene: &Scene, user: &User, purpose: TokenPurpose, name: &str) -> OneTimeToken {
    let token = OneTimeToken::issue(user.id, purpose, scene.now());
    let mut work = scene.begin().await;
    let put = work.one_time_tokens().put(&token, &hash(name)).await;
    put.expect("put");
    work.commit().await.expect("commit");
    token
}

async fn find(scene: &Scene, purpose: TokenPurpose, name: &str) -> Option<OneTimeToken> {
    let mut work = scene.begin().await;
    let found = work.one_time_tokens().find(purpose, &hash(name)).await;
    found.expect("find")
}

async fn consume(scene: &Scene, purpose: TokenPurpose, name: &str) -> bool {
    let mut work = scene.begin().await;
    let used = work.one_time_tokens().consume(purpose, &hash(name)).await;
    work.commit().await.expect("commit");
    used.expect("consume")
}

pub async fn a_token_is_found_by_its_purpose_and_used_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    let [verify, reset] = PURPOSES;
    let token = put(scene, &alice, verify, "one").await;
    assert_eq!(find(scene, verify, "one").await, Some(token));
    assert_eq!(find(scene, reset, "one").await, None);
    assert_eq!(find(scene, verify, "two").await, None);
    assert!(!consume(scene, reset, "one").await);
    assert!(consume(scene, verify, "one").await);
    assert!(!consume(scene, verify, "one").await);
    assert_eq!(find(scene, verify, "one").await, None);
}

pub async fn an_expired_token_is_still_found(scene: &Scene) {
    let alice = scene.register("alice").await;
    let token = put(scene, &alice, TokenPurpose::ResetPassword, "one").await;
    scene.clock.advance(TokenPurpose::ResetPassword.lifetime());
    let found = find(scene, TokenPurpose::ResetPassword, "one").await;
    assert_eq!(found, Some(token));
    assert!(token.is_expired(scene.now()));
}

pub async fn a_newer_token_replaces_the_older_one(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let [verify, reset] = PURPOSES;
    put(scene, &alice, reset, "old").await;
    put(scene, &alice, verify, "other purpose").await;
    put(scene, &bob, reset, "other user").await;
    let new = put(scene, &alice, reset, "new").await;
    assert_eq!(find(scene, reset, "old").await, None);
    assert_eq!(find(scene, reset, "new").await, Some(new));
    assert!(find(scene, verify, "other purpose").await.is_some());
    assert!(find(scene, reset, "other user").await.is_some());
    // A second try of one mail puts the same token, and its time begins anew.
    let again = put(scene, &alice, reset, "new").await;
    assert_eq!(find(scene, reset, "new").await, Some(again));
}

pub async fn a_revoked_token_is_bad(scene: &Scene) {
    let alice = scene.register("alice").await;
    let [verify, reset] = PURPOSES;
    put(scene, &alice, reset, "reset").await;
    put(scene, &alice, verify, "verify").await;
    let mut work = scene.begin().await;
    let revoked = work.one_time_tokens().revoke(alice.id, reset).await;
    revoked.expect("revoke");
    work.commit().await.expect("commit");
    assert_eq!(find(scene, reset, "reset").await, None);
    assert!(find(scene, verify, "verify").await.is_some());
}

pub async fn of_two_at_once_one_uses_the_token(scene: &Scene) {
    let reset = TokenPurpose::ResetPassword;
    for round in 0..5 {
        let user = scene.register(&format!("user_{round}")).await;
        let name = format!("token {round}");
        put(scene, &user, reset, &name).await;
        let attempt = async || {
            let mut work = scene.begin().await;
            work.users().lock(user.id).await.expect("lock");
            let consumed = work.one_time_tokens().consume(reset, &hash(&name)).await;
            work.commit().await.expect("commit");
            consumed.expect("consume")
        };
        let (one, two) = tokio::join!(attempt(), attempt());
        assert!(one != two, "round {round}: {one} {two}");
    }
}

pub async fn tokens_go_with_the_account(scene: &Scene) {
    for content in [ContentRemoval::Anonymise, ContentRemoval::Delete] {
        let alice = scene.register("alice").await;
        for purpose in PURPOSES {
            put(scene, &alice, purpose, purpose.as_str()).await;
        }
        scene.erase(&alice, content).await;
        for purpose in PURPOSES {
            assert_eq!(find(scene, purpose, purpose.as_str()).await, None);
        }
    }
}
