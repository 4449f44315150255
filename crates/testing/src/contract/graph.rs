//! Who follows, blocks and mutes whom.

use thoughts_domain::accounts::User;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::graph::LockedPair;

use super::Scene;

async fn pair(scene: &Scene) -> (User, User) {
    (scene.register("ada").await, scene.register("bob").await)
}

async fn counts(scene: &Scene, user: UserId) -> (u64, u64) {
    let profile = scene.profile(user).await.expect("a user");
    (profile.follower_count, profile.following_count)
}

pub async fn a_pair_is_locked_with_its_versions_or_not_at_all(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    let mut work = scene.begin().await;
    for (one, other) in [(ada.id, bob.id), (bob.id, ada.id)] {
        let locked = work.graph().lock_pair(one, other).await.expect("lock");
        assert_eq!(locked, Some(LockedPair { one: 1, other: 1 }));
    }
    let nobody = UserId::new(scene.id());
    for (one, other) in [(ada.id, nobody), (nobody, ada.id)] {
        let locked = work.graph().lock_pair(one, other).await.expect("lock");
        assert_eq!(locked, None);
    }
}

pub async fn a_follow_counts_for_both_and_once(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    assert!(scene.relate(RelationKind::Follow, &ada, &bob).await);
    assert!(!scene.relate(RelationKind::Follow, &ada, &bob).await);
    assert_eq!(counts(scene, ada.id).await, (0, 1));
    assert_eq!(counts(scene, bob.id).await, (1, 0));
    assert!(scene.relate(RelationKind::Follow, &bob, &ada).await);
    assert_eq!(counts(scene, ada.id).await, (1, 1));
    scene.assert_sound().await;
}

pub async fn an_ended_follow_is_counted_off_once(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    scene.relate(RelationKind::Follow, &ada, &bob).await;
    scene.relate(RelationKind::Follow, &bob, &ada).await;
    assert!(scene.unrelate(RelationKind::Follow, &ada, &bob).await);
    assert!(!scene.unrelate(RelationKind::Follow, &ada, &bob).await);
    assert_eq!(counts(scene, ada.id).await, (1, 0));
    assert_eq!(counts(scene, bob.id).await, (0, 1));
    scene.assert_sound().await;
}

pub async fn what_has_ended_tells_since_when_it_was(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    for kind in RelationKind::ALL {
        let mut work = scene.begin().await;
        let begun = Relation::begin(kind, ada.id, 1, bob.id, scene.now());
        let (relation, _) = begun.expect("somebody else");
        assert!(work.graph().begin(&relation).await.expect("begin"));
        let ended = work.graph().end(kind, ada.id, bob.id).await.expect("end");
        assert_eq!(ended, Some(relation));
        let again = work.graph().end(kind, ada.id, bob.id).await.expect("end");
        assert_eq!(again, None);
    }
}

pub async fn kinds_and_directions_do_not_mix(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    for kind in RelationKind::ALL {
        assert!(scene.relate(kind, &ada, &bob).await, "{kind:?}");
        assert!(!scene.unrelate(kind, &bob, &ada).await, "{kind:?}");
    }
    for kind in RelationKind::ALL {
        assert!(scene.unrelate(kind, &ada, &bob).await, "{kind:?}");
    }
    assert_eq!(counts(scene, ada.id).await, (0, 0));
    assert_eq!(counts(scene, bob.id).await, (0, 0));
}

pub async fn a_block_stands_between_both_ways_and_nothing_else_does(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    let between = async || {
        let mut work = scene.begin().await;
        let one = work.graph().is_blocked_between(ada.id, bob.id).await;
        let other = work.graph().is_blocked_between(bob.id, ada.id).await;
        (one.expect("an answer"), other.expect("an answer"))
    };
    scene.relate(RelationKind::Follow, &ada, &bob).await;
    scene.relate(RelationKind::Mute, &ada, &bob).await;
    assert_eq!(between().await, (false, false));
    scene.relate(RelationKind::Block, &ada, &bob).await;
    assert_eq!(between().await, (true, true));
    scene.relate(RelationKind::Block, &bob, &ada).await;
    scene.unrelate(RelationKind::Block, &ada, &bob).await;
    assert_eq!(between().await, (true, true));
    scene.unrelate(RelationKind::Block, &bob, &ada).await;
    assert_eq!(between().await, (false, false));
}

pub async fn a_relation_that_was_dropped_is_not_counted(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    let mut work = scene.begin().await;
    let begun = Relation::begin(RelationKind::Follow, ada.id, 1, bob.id, scene.now());
    let (relation, _) = begun.expect("somebody else");
    assert!(work.graph().begin(&relation).await.expect("begin"));
    drop(work);
    assert_eq!(counts(scene, bob.id).await, (0, 0));
    assert!(scene.relate(RelationKind::Follow, &ada, &bob).await);
}

pub async fn forgetting_goes_in_steps_and_counts_off_others(scene: &Scene) {
    let (ada, bob) = pair(scene).await;
    let mut others = vec![bob];
    for handle in ["cy", "dee"].map(|name| format!("{name}_1")) {
        others.push(scene.register(&handle).await);
    }
    for other in &others {
        for kind in RelationKind::ALL {
            scene.relate(kind, &ada, other).await;
            scene.relate(kind, other, &ada).await;
        }
    }
    scene
        .relate(RelationKind::Follow, &others[0], &others[1])
        .await;
    let mut steps = Vec::new();
    loop {
        let mut work = scene.begin().await;
        let went = work.graph().forget(ada.id, 4).await.expect("forget");
        work.commit().await.expect("commit");
        scene.assert_sound().await;
        steps.push(went);
        if went < 4 {
            break;
        }
    }
    assert_eq!(steps, [4, 4, 4, 4, 2]);
    assert_eq!(counts(scene, ada.id).await, (0, 0));
    assert_eq!(counts(scene, others[0].id).await, (0, 1));
    assert_eq!(counts(scene, others[1].id).await, (1, 0));
}
