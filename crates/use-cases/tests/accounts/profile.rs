//! Changing one's own profile.

use thoughts_domain::accounts::ProfileChange;
use thoughts_testing::builders::{bio, handle};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;

use crate::rig::{Rig, rig};

async fn change(
    rig: &Rig,
    caller: Caller,
    text: &str,
    expected_version: Option<u32>,
) -> Result<OwnAccountView, ChangeProfileError> {
    let changing = ChangeProfileUseCase {
        store: rig.store.clone(),
        limiter: rig.limiter.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = ChangeProfileCommand {
        caller,
        change: ProfileChange {
            bio: Some(bio(text)),
            ..ProfileChange::default()
        },
        expected_version,
        trace: TraceParent::default(),
    };
    changing.execute(command).await
}

#[tokio::test]
async fn a_change_is_seen_counted_and_told() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    let view = change(&rig, caller, "hello", Some(1))
        .await
        .expect("changed");
    assert_eq!(
        (view.profile.bio.as_str(), view.profile.version),
        ("hello", 2)
    );
    let same = change(&rig, caller, "hello", Some(2))
        .await
        .expect("nothing to change");
    assert_eq!(same, view);
    assert_eq!(
        rig.event_types().await[1..],
        ["thoughts.user.profile_changed"]
    );
}

#[tokio::test]
async fn what_cannot_be_changed() {
    let rig = rig();
    let caller = rig.caller("alice").await;
    let stale = change(&rig, caller, "hello", Some(2)).await;
    assert!(matches!(stale, Err(ChangeProfileError::Stale)));
    let mut work = rig.adapter.store.begin().await.expect("a unit of work");
    let name = ErasedName {
        handle: handle("deleted_1"),
        display_name: thoughts_domain::accounts::DisplayName::of_erased(),
    };
    let now = thoughts_domain::time::Timestamp::MIN;
    work.users()
        .erase(caller.user_id, &name, now)
        .await
        .expect("erase");
    work.commit().await.expect("commit");
    let gone = change(&rig, caller, "hello", None).await;
    assert!(matches!(gone, Err(ChangeProfileError::NotFound)));
    rig.store.fail_begins();
    let failed = change(&rig, caller, "hello", None).await;
    assert!(matches!(failed, Err(ChangeProfileError::Storage(_))));
}

async fn rename(rig: &Rig, caller: Caller, to: &str) -> Result<OwnAccountView, ChangeProfileError> {
    let changing = ChangeProfileUseCase {
        store: rig.store.clone(),
        limiter: rig.limiter.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = ChangeProfileCommand {
        caller,
        change: ProfileChange {
            handle: Some(handle(to)),
            ..ProfileChange::default()
        },
        expected_version: None,
        trace: TraceParent::default(),
    };
    changing.execute(command).await
}

#[tokio::test]
async fn another_handle_is_told_and_the_former_one_kept() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let view = rename(&rig, alice, "alicia").await.expect("renamed");
    assert_eq!(view.profile.summary.handle, "alicia");
    assert_eq!(view.profile.version, 2);
    let events = rig.adapter.log.read(0, 10).await.expect("the log");
    let told = events.last().expect("an event");
    assert_eq!(told.event_type, "thoughts.user.profile_changed");
    assert_eq!(told.aggregate_version, 2);
    for taken in ["alice", "alicia"] {
        let refused = rename(&rig, bob, taken).await;
        assert!(matches!(refused, Err(ChangeProfileError::HandleTaken)));
    }
    assert_eq!(rig.event_types().await.len(), 3);
}

#[tokio::test]
async fn handles_are_changed_only_so_often_and_the_same_costs_nothing() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let quota = thoughts_use_cases::limits::budgets::HANDLE_CHANGES.quota;
    for number in 0..quota {
        let name = format!("alice_{number}");
        for _ in 0..2 {
            rename(&rig, alice, &name).await.expect("renamed");
        }
    }
    let refused = rename(&rig, alice, "alice").await;
    assert!(matches!(refused, Err(ChangeProfileError::TooMany { .. })));
}
