//! Following, blocking and muting.

use thoughts_domain::graph::RelationKind::{self, Block, Follow, Mute};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::graph::*;
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::IdGenerator;

use crate::rig::{Rig, rig};

async fn begin(
    rig: &Rig,
    kind: RelationKind,
    caller: Caller,
    other: UserId,
) -> Result<(), BeginRelationError> {
    let beginning = BeginRelationUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = BeginRelationCommand {
        caller,
        kind,
        other,
        trace: TraceParent::default(),
    };
    beginning.execute(command).await
}

async fn end(
    rig: &Rig,
    kind: RelationKind,
    caller: Caller,
    other: UserId,
) -> Result<(), EndRelationError> {
    let ending = EndRelationUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = EndRelationCommand {
        caller,
        kind,
        other,
        trace: TraceParent::default(),
    };
    ending.execute(command).await
}

async fn counts(rig: &Rig, user: UserId) -> (u64, u64) {
    let profile = rig
        .adapter
        .accounts
        .profile(user, None)
        .await
        .expect("an answer");
    let profile = profile.value.expect("a user");
    (profile.follower_count, profile.following_count)
}

async fn newest_events(rig: &Rig, count: usize) -> Vec<String> {
    let types = rig.event_types().await;
    types[types.len() - count..].to_vec()
}

#[tokio::test]
async fn each_decision_and_its_end_happen_once() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    let mut expected = rig.event_types().await;
    for (kind, began, ended) in [
        (Follow, "followed", "unfollowed"),
        (Mute, "muted", "unmuted"),
        (Block, "blocked", "unblocked"),
    ] {
        for _ in 0..2 {
            let done = begin(&rig, kind, ada, bob.user_id).await;
            done.expect("begun, or so already");
        }
        for _ in 0..2 {
            let done = end(&rig, kind, ada, bob.user_id).await;
            done.expect("ended, or so already");
        }
        expected.extend([began, ended].map(|what| format!("thoughts.user.{what}")));
    }
    assert_eq!(rig.event_types().await, expected);
}

#[tokio::test]
async fn only_follows_are_told_to_everybody() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    for (kind, audience) in [(Follow, "public"), (Mute, "owner"), (Block, "owner")] {
        let done = begin(&rig, kind, ada, bob.user_id).await;
        done.expect("begun");
        let log = rig.adapter.log.read(0, 100).await.expect("the log");
        let of_kind = log.iter().filter(|event| event.audience == audience);
        assert!(of_kind.count() > 0, "{kind:?}");
        let newest = log.iter().rfind(|event| event.actor == ada.user_id);
        let newest = newest.expect("an event");
        // A block's own event stands before those of the follows that it ended.
        if kind != Block {
            assert_eq!(newest.audience, audience, "{kind:?}");
        }
        assert_eq!(newest.aggregate_id, ada.user_id.raw());
    }
}

#[tokio::test]
async fn a_block_ends_follows_both_ways_and_lets_none_begin() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    for (one, other) in [(ada, bob), (bob, ada)] {
        let done = begin(&rig, Follow, one, other.user_id).await;
        done.expect("a follow");
    }
    let done = begin(&rig, Block, ada, bob.user_id).await;
    done.expect("a block");
    assert_eq!(counts(&rig, ada.user_id).await, (0, 0));
    assert_eq!(counts(&rig, bob.user_id).await, (0, 0));
    let happened = newest_events(&rig, 3).await;
    let expected = ["blocked", "unfollowed", "unfollowed"];
    assert_eq!(
        happened,
        expected.map(|what| format!("thoughts.user.{what}"))
    );
    for (one, other) in [(ada, bob), (bob, ada)] {
        for kind in [Follow, Mute] {
            let refused = begin(&rig, kind, one, other.user_id).await;
            assert!(matches!(refused, Err(BeginRelationError::NotFound)));
        }
    }
    let done = begin(&rig, Block, bob, ada.user_id).await;
    done.expect("the blocked may block too");
    let done = end(&rig, Block, ada, bob.user_id).await;
    done.expect("unblocked");
    let refused = begin(&rig, Follow, ada, bob.user_id).await;
    assert!(matches!(refused, Err(BeginRelationError::NotFound)));
    let done = end(&rig, Block, bob, ada.user_id).await;
    done.expect("unblocked");
    let done = begin(&rig, Follow, ada, bob.user_id).await;
    done.expect("a follow");
}

#[tokio::test]
async fn nobody_decides_about_himself_or_about_nobody() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let nobody = UserId::new(rig.ids.next());
    let before = rig.event_types().await;
    for kind in RelationKind::ALL {
        let refused = begin(&rig, kind, ada, ada.user_id).await;
        assert!(matches!(refused, Err(BeginRelationError::ToOneself(_))));
        let refused = begin(&rig, kind, ada, nobody).await;
        assert!(matches!(refused, Err(BeginRelationError::NotFound)));
        for other in [ada.user_id, nobody] {
            let done = end(&rig, kind, ada, other).await;
            done.expect("what is not there has ended");
        }
    }
    assert_eq!(rig.event_types().await, before);
}

#[tokio::test]
async fn what_the_storage_loses_did_not_happen() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    let done = begin(&rig, Mute, ada, bob.user_id).await;
    done.expect("muted");
    let before = rig.event_types().await;
    rig.store.fail_commits();
    let lost = begin(&rig, Follow, ada, bob.user_id).await;
    let conflict = |error: &_| matches!(error, StorageError::Conflict(_));
    assert!(matches!(lost, Err(BeginRelationError::Storage(ref e)) if conflict(e)));
    let lost = end(&rig, Mute, ada, bob.user_id).await;
    assert!(matches!(lost, Err(EndRelationError::Storage(ref e)) if conflict(e)));
    assert_eq!(counts(&rig, bob.user_id).await, (0, 0));
    rig.store.fail_begins();
    let lost = begin(&rig, Follow, ada, bob.user_id).await;
    let unavailable = |error: &_| matches!(error, StorageError::Unavailable(_));
    assert!(matches!(lost, Err(BeginRelationError::Storage(ref e)) if unavailable(e)));
    assert_eq!(rig.event_types().await, before);
}
