//! Changing one's own profile.

use thoughts_domain::accounts::ProfileChange;
use thoughts_testing::builders::bio;
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
        handle: thoughts_testing::builders::handle("deleted_1"),
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
