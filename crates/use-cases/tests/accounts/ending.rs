//! Logging out, another role, deleting the account.

use std::sync::Arc;

use thoughts_domain::accounts::{ContentRemoval, Role, Standing};
use thoughts_domain::ids::SessionId;
use thoughts_testing::builders::handle;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::erasure::ContinueErasure;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::idempotency::Claim;
use thoughts_use_cases::posts::PublishPost;
use thoughts_use_cases::readers::Unwatched;
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::{Clock, IdGenerator};

use crate::rig::{Rig, retry, rig, session_of};

fn ending(rig: &Rig) -> EndSessionUseCase {
    EndSessionUseCase {
        store: rig.store.clone(),
        watch: rig.watch.clone(),
        clock: rig.clock.clone(),
    }
}

async fn delete(
    rig: &Rig,
    caller: Caller,
    content: ContentRemoval,
    expected_version: Option<u32>,
) -> Result<(), DeleteAccountError> {
    let deleting = DeleteAccountUseCase {
        store: rig.store.clone(),
        steps: Arc::new(Unwatched),
        erasing: rig.erasing(),
        watch: rig.watch.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = DeleteAccountCommand {
        caller,
        content,
        expected_version,
        trace: TraceParent::default(),
    };
    deleting.execute(command).await
}

#[tokio::test]
async fn logging_out_ends_the_session_and_the_watch_knows_at_once() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    rig.watch.refresh(rig.clock.now()).await.expect("a look");
    assert!(!rig.is_refused(&caller).await);
    ending(&rig)
        .execute(&caller, session_of(&caller))
        .await
        .expect("ended");
    assert!(rig.is_refused(&caller).await);
    assert!(!rig.is_live(&caller).await);
}

#[tokio::test]
async fn a_foreign_session_is_not_there() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    for session in [session_of(&bob), SessionId::new(rig.ids.next())] {
        let refused = ending(&rig).execute(&alice, session).await;
        assert!(matches!(refused, Err(EndSessionError::NotFound)));
    }
    assert!(rig.is_live(&bob).await);
}

#[tokio::test]
async fn an_end_that_is_not_committed_is_not_watched() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    rig.store.fail_commits();
    let lost = ending(&rig).execute(&caller, session_of(&caller)).await;
    assert!(matches!(
        lost,
        Err(EndSessionError::Storage(StorageError::Conflict(_)))
    ));
    assert!(!rig.is_refused(&caller).await);
}

#[tokio::test]
async fn another_role_holds_for_those_who_are_signed_in() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    let change = ChangeRoleUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let alice = handle("alice");
    let start = rig.clock.now();
    let before = change.execute(&alice, Role::User).await;
    assert_eq!(before.ok(), Some(Role::User));
    let noted = rig.adapter.ledger.noted_since(start).await.expect("ledger");
    assert_eq!(noted, [], "the same role is no change");
    let before = change.execute(&alice, Role::Moderator).await;
    assert_eq!(before.ok(), Some(Role::User));
    assert!(rig.is_live(&caller).await);
    let noted = rig.adapter.ledger.noted_since(start).await.expect("ledger");
    let noted: Vec<_> = noted.iter().map(|n| (n.user_id, n.standing)).collect();
    let moderator = Some(Standing::of(Role::Moderator));
    assert_eq!(noted, [(caller.user_id, moderator)]);
    let again = change.execute(&alice, Role::Moderator).await;
    assert_eq!(again.ok(), Some(Role::Moderator));
    let nobody = change.execute(&handle("nobody"), Role::User).await;
    assert!(matches!(nobody, Err(ChangeRoleError::NotFound)));
    rig.store.fail_begins();
    let failed = change.execute(&alice, Role::User).await;
    assert!(matches!(failed, Err(ChangeRoleError::Storage(_))));
}

#[tokio::test]
async fn deleting_a_small_account_erases_everything_before_it_returns() {
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let rig = rig();
        let caller = rig.caller("alice").await;
        let key = retry(&caller, "key", 1);
        let command = Rig::a_post(caller, "a secret", Some(key.clone()));
        rig.publishing().execute(command).await.expect("a post");
        delete(&rig, caller, content, Some(1))
            .await
            .expect("deleted");
        let found = rig.adapter.accounts.profile(caller.user_id, None).await;
        assert_eq!(found.expect("read").value, None);
        assert!(rig.is_refused(&caller).await);
        let log = rig.adapter.log.read(0, 10).await.expect("the log");
        assert_eq!(
            log.last().map(|e| e.event_type.as_str()),
            Some("thoughts.user.deleted")
        );
        assert!(log.iter().all(|event| !event.payload.contains("secret")));
        let left = rig.adapter.erasures.backlog(rig.clock.now()).await;
        assert_eq!(left.expect("the backlog").pending, 0);
        let mut work = rig.adapter.store.begin().await.expect("a unit of work");
        let claim = work.answers().claim(&key, rig.clock.now()).await;
        assert_eq!(claim.ok(), Some(Claim::Fresh));
        drop(work);
        let again = delete(&rig, caller, content, None).await;
        assert!(matches!(again, Err(DeleteAccountError::NotFound)));
    }
}

#[tokio::test]
async fn a_stale_or_failed_deletion_leaves_everything() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    let stale = delete(&rig, caller, ContentRemoval::Delete, Some(9)).await;
    assert!(matches!(stale, Err(DeleteAccountError::Stale)));
    rig.store.fail_commits();
    let lost = delete(&rig, caller, ContentRemoval::Delete, None).await;
    assert!(matches!(lost, Err(DeleteAccountError::Storage(_))));
    assert!(!rig.is_refused(&caller).await);
    let found = rig.adapter.accounts.profile(caller.user_id, None).await;
    assert!(found.expect("read").value.is_some());
}

/// More than the request itself goes on with.
#[tokio::test]
async fn a_large_account_is_nobodys_at_once_and_goes_by_and_by() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    for number in 0..30 {
        rig.publish(caller, &format!("a secret {number}")).await;
    }
    delete(&rig, caller, ContentRemoval::Delete, None)
        .await
        .expect("deleted");
    let found = rig.adapter.accounts.profile(caller.user_id, None).await;
    assert_eq!(found.expect("read").value, None);
    let left = rig.adapter.erasures.backlog(rig.clock.now()).await;
    assert_eq!(left.expect("the backlog").pending, 1);

    // Nobody but the request takes it up in its first moments.
    let erasing = rig.erasing();
    assert!(matches!(erasing.execute(None).await, Ok(None)));
    rig.clock.advance(std::time::Duration::from_secs(2));
    let mut finished = false;
    while let Some(progress) = erasing.execute(None).await.expect("a batch") {
        finished = progress.finished;
    }
    assert!(finished);
    let log = rig.adapter.log.read(0, 100).await.expect("the log");
    assert!(log.iter().all(|event| !event.payload.contains("secret")));
}

#[tokio::test]
async fn a_batch_that_fails_is_noted_and_tried_again_later() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    for number in 0..30 {
        rig.publish(caller, &format!("a secret {number}")).await;
    }
    delete(&rig, caller, ContentRemoval::Delete, None)
        .await
        .expect("deleted");
    rig.clock.advance(std::time::Duration::from_secs(2));
    rig.store.fail_next_commit();
    let failure = rig.erasing().execute(None).await.expect_err("a failure");
    assert_eq!(failure.attempts, 1);
    let until = failure.until.expect("noted");
    let backlog = async || {
        let read = rig.adapter.erasures.backlog(rig.clock.now()).await;
        read.expect("the backlog")
    };
    assert_eq!((backlog().await.failing, backlog().await.due), (1, 0));
    assert!(matches!(rig.erasing().execute(None).await, Ok(None)));
    rig.clock.set(until);
    let again = rig.erasing().execute(None).await.expect("a batch");
    assert!(again.is_some());
    assert_eq!(backlog().await.failing, 0);
}
