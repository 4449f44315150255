//! Readers on their way through the log.

use std::sync::Arc;
use std::time::Duration;

use thoughts_use_cases::readers::{
    Progress, Reader, RebuildError, RebuildStart, RetryOutcome, RetryParked, StartRebuild,
    SubscriptionState, SubscriptionStatus,
};
use thoughts_use_cases::storage::RetentionPolicy;

use super::Scene;
use super::maintenance::POLICY;
use super::witness::{Witness, head, run_to_the_end};
use crate::FixedClock;

async fn status(scene: &Scene) -> SubscriptionStatus {
    let statuses = scene.adapter.subscriptions.subscriptions().await;
    statuses.expect("statuses").remove(0)
}

async fn parked(scene: &Scene) -> Vec<(u64, u32)> {
    let parked = scene.adapter.subscriptions.parked(None, 100).await;
    let parked = parked.expect("parked");
    parked
        .iter()
        .map(|event| (event.position, event.tries))
        .collect()
}

async fn retry(scene: &Scene, witness: &Arc<Witness>, position: u64) -> RetryOutcome {
    let parked = scene.adapter.subscriptions.parked(None, 100).await;
    let parked = parked
        .expect("parked")
        .into_iter()
        .find(|event| event.position == position);
    let retry = RetryParked {
        store: Arc::clone(&scene.adapter.store),
        log: Arc::clone(&scene.adapter.log),
        clock: Arc::new(FixedClock::default()),
    };
    let outcome = retry
        .execute(&**witness, &parked.expect("a parked event"))
        .await;
    outcome.expect("an outcome")
}

fn rebuild(scene: &Scene) -> StartRebuild {
    StartRebuild {
        store: Arc::clone(&scene.adapter.store),
        log: Arc::clone(&scene.adapter.log),
    }
}

pub async fn every_event_has_its_effect_once(scene: &Scene) {
    let witness = Witness::register(scene, "witness").await;
    let mut run = witness.run(scene);
    assert_eq!(run_to_the_end(scene, &mut run).await, [Progress::Idle]);
    let alice = scene.register("alice").await;
    let mut expected = Vec::new();
    for number in 0..7_u64 {
        scene.publish(&alice, &format!("post {number}")).await;
        expected.push(number + 3);
        if number % 3 == 0 {
            run_to_the_end(scene, &mut run).await;
        }
    }
    run_to_the_end(scene, &mut run).await;
    // Another process goes on where this one was.
    run_to_the_end(scene, &mut witness.run(scene)).await;
    assert_eq!(witness.seen(scene).await, expected);
    assert_eq!(
        parked(scene).await,
        [],
        "an effect that is there already cannot be had again"
    );
    assert_eq!(status(scene).await.behind, 0);
}

pub async fn of_two_leaders_only_one_has_an_effect(scene: &Scene) {
    let witness = Witness::register(scene, "witness").await;
    let (mut one, mut two) = (witness.run(scene), witness.run(scene));
    run_to_the_end(scene, &mut one).await;
    run_to_the_end(scene, &mut two).await;
    let alice = scene.register("alice").await;
    for number in 0..12 {
        scene.publish(&alice, &format!("post {number}")).await;
        if number % 3 == 0 {
            let head = head(scene).await;
            let (first, second) = tokio::join!(one.step(&head), two.step(&head));
            let moved = [first.expect("a step"), second.expect("a step")];
            assert!(moved.contains(&Progress::Moved), "{moved:?}");
        }
    }
    run_to_the_end(scene, &mut one).await;
    run_to_the_end(scene, &mut two).await;
    assert_eq!(witness.seen(scene).await, (3..15).collect::<Vec<_>>());
    assert_eq!(parked(scene).await, []);
}

async fn poisoned(scene: &Scene, name: &'static str) -> Arc<Witness> {
    let witness = Witness::register(scene, name).await;
    run_to_the_end(scene, &mut witness.run(scene)).await;
    let alice = scene.register("alice").await;
    let mut bad = scene.publish(&alice, "bad").await; // 3
    scene.publish(&alice, "good").await; // 4
    scene.edit_post(&mut bad, "bad again").await; // 5
    scene.publish(&alice, "better").await; // 6
    witness.refuse(scene.log().await[2].id);
    witness
}

pub async fn a_poison_event_is_parked_and_stops_nothing_else(scene: &Scene) {
    let witness = poisoned(scene, "witness").await;
    let steps = run_to_the_end(scene, &mut witness.run(scene)).await;
    assert_eq!(
        parked(scene).await,
        [(3, 3), (5, 0)],
        "the later one of the post waits behind"
    );
    assert_eq!(witness.seen(scene).await, [4, 6]);
    let tries = steps
        .iter()
        .filter(|step| matches!(step, Progress::Failing(1..)))
        .count();
    assert_eq!(tries, 2, "three tries, of which the last parks: {steps:?}");
    let told = status(scene).await;
    assert_eq!((told.behind, told.parked), (0, 2));
    let told = scene
        .adapter
        .subscriptions
        .parked(None, 1)
        .await
        .expect("parked");
    assert_eq!(told[0].error, "told to refuse");
}

pub async fn a_reader_that_panics_parks_the_event(scene: &Scene) {
    let witness = poisoned(scene, "panics").await;
    run_to_the_end(scene, &mut witness.run(scene)).await;
    assert_eq!(parked(scene).await, [(3, 3), (5, 0)]);
    assert_eq!(witness.seen(scene).await, [4, 6]);
}

pub async fn a_parked_event_is_tried_again_in_its_order(scene: &Scene) {
    let witness = poisoned(scene, "witness").await;
    let mut run = witness.run(scene);
    run_to_the_end(scene, &mut run).await;
    assert_eq!(retry(scene, &witness, 5).await, RetryOutcome::Behind);
    let again = RetryOutcome::Failed("told to refuse".to_owned());
    assert_eq!(retry(scene, &witness, 3).await, again);
    assert_eq!(parked(scene).await, [(3, 4), (5, 0)]);
    witness.relent();
    assert_eq!(retry(scene, &witness, 3).await, RetryOutcome::Done);
    assert_eq!(retry(scene, &witness, 5).await, RetryOutcome::Done);
    assert_eq!(parked(scene).await, []);
    assert_eq!(witness.seen(scene).await, [3, 4, 5, 6]);
    // The leader, who was under way all the time, goes on.
    let alice = scene.register("bob").await;
    scene.publish(&alice, "the next").await;
    run_to_the_end(scene, &mut run).await;
    assert_eq!(witness.seen(scene).await, [3, 4, 5, 6, 8]);
}

async fn lose_everything(scene: &Scene) {
    scene.sequence().await;
    scene.clock.advance(Duration::from_hours(24 * 4));
    let policy = RetentionPolicy {
        events: Duration::from_hours(24),
        ..POLICY
    };
    let swept = scene.adapter.housekeeping.sweep(&policy, scene.now()).await;
    assert!(swept.expect("a sweep").events > 0);
}

pub async fn a_parked_event_that_is_no_longer_kept_is_said_to_be_gone(scene: &Scene) {
    let witness = poisoned(scene, "witness").await;
    run_to_the_end(scene, &mut witness.run(scene)).await;
    lose_everything(scene).await;
    assert_eq!(retry(scene, &witness, 3).await, RetryOutcome::Gone);
}

pub async fn who_fell_behind_retention_stops_without_a_projection(scene: &Scene) {
    let witness = Witness::register(scene, "witness").await;
    let mut run = witness.run(scene);
    run_to_the_end(scene, &mut run).await;
    let alice = scene.register("alice").await;
    lose_everything(scene).await;
    let steps = run_to_the_end(scene, &mut run).await;
    assert_eq!(steps.last(), Some(&Progress::Stopped));
    let SubscriptionState::Stopped { reason } = status(scene).await.subscription.state else {
        panic!("stopped");
    };
    assert!(reason.contains("no longer kept"), "{reason}");
    // A person lets it go on from the end.
    let begun = rebuild(scene).execute(&*witness).await.expect("a start");
    assert_eq!(begun, RebuildStart::AtTheEnd);
    scene.publish(&alice, "the next").await;
    run_to_the_end(scene, &mut run).await;
    assert_eq!(witness.seen(scene).await, [3]);
}

pub async fn who_fell_behind_retention_makes_its_projection_again(scene: &Scene) {
    let witness = Witness::with_projection(scene, "witness", 2).await;
    let mut run = witness.run(scene);
    run_to_the_end(scene, &mut run).await;
    let alice = scene.register("alice").await;
    lose_everything(scene).await;
    scene.publish(&alice, "kept").await;
    let steps = run_to_the_end(scene, &mut run).await;
    assert!(steps.contains(&Progress::Rebuilding), "{steps:?}");
    let told = status(scene).await;
    assert_eq!(told.subscription.state, SubscriptionState::Reading);
    assert_eq!(told.behind, 0);
}

pub async fn a_checkpoint_of_another_epoch_is_known_as_foreign(scene: &Scene) {
    let witness = Witness::register(scene, "witness").await;
    run_to_the_end(scene, &mut witness.run(scene)).await;
    scene
        .adapter
        .log
        .renew_epoch("restored")
        .await
        .expect("renewed");
    let steps = run_to_the_end(scene, &mut witness.run(scene)).await;
    assert_eq!(steps.last(), Some(&Progress::Stopped));
    rebuild(scene).execute(&*witness).await.expect("a start");
    let steps = run_to_the_end(scene, &mut witness.run(scene)).await;
    assert_eq!(steps, [Progress::Idle]);
    assert_eq!(
        status(scene).await.subscription.checkpoint.epoch,
        "restored"
    );
}

pub async fn a_projection_is_made_again_after_a_new_epoch(scene: &Scene) {
    let witness = Witness::with_projection(scene, "witness", 3).await;
    let mut run = witness.run(scene);
    run_to_the_end(scene, &mut run).await;
    scene
        .adapter
        .log
        .renew_epoch("restored")
        .await
        .expect("renewed");
    let steps = run_to_the_end(scene, &mut run).await;
    let refills = steps
        .iter()
        .filter(|step| **step == Progress::Rebuilding)
        .count();
    assert_eq!(refills, 4, "the place is lost, and three steps: {steps:?}");
    assert_eq!(
        status(scene).await.subscription.checkpoint.epoch,
        "restored"
    );
}

pub async fn a_rebuild_misses_nothing_and_is_one_at_a_time(scene: &Scene) {
    let witness = Witness::with_projection(scene, "witness", 3).await;
    let mut run = witness.run(scene);
    let begun = run_to_the_end(scene, &mut run).await;
    let refills = begun
        .iter()
        .filter(|step| **step == Progress::Rebuilding)
        .count();
    assert_eq!(refills, 3, "what never was is made first: {begun:?}");
    let alice = scene.register("alice").await;
    scene.publish(&alice, "before").await; // 3
    run_to_the_end(scene, &mut run).await;

    let begun = rebuild(scene).execute(&*witness).await.expect("a start");
    assert_eq!(begun, RebuildStart::Refilling);
    let again = rebuild(scene).execute(&*witness).await;
    assert!(matches!(again, Err(RebuildError::UnderWay)), "{again:?}");
    scene.publish(&alice, "meanwhile").await; // 4
    // Two take the steps; each is taken once, and the reader rests until the last.
    let mut other = witness.run(scene);
    let head = head(scene).await;
    run.look_again();
    let mut refills = 0;
    while matches!(
        status(scene).await.subscription.state,
        SubscriptionState::Rebuilding { .. }
    ) {
        assert_eq!(witness.seen(scene).await, [3]);
        let (one, two) = tokio::join!(run.step(&head), other.step(&head));
        for step in [one.expect("a step"), two.expect("a step")] {
            refills += u32::from(step == Progress::Rebuilding);
        }
    }
    assert_eq!(refills, 3);
    run_to_the_end(scene, &mut run).await;
    assert_eq!(witness.seen(scene).await, [3, 4]);
    assert_eq!(parked(scene).await, [], "nothing was applied twice");
}

pub async fn a_rebuild_takes_out_what_was_parked(scene: &Scene) {
    let witness = poisoned(scene, "witness").await;
    run_to_the_end(scene, &mut witness.run(scene)).await;
    assert_eq!(parked(scene).await.len(), 2);
    rebuild(scene).execute(&*witness).await.expect("a start");
    assert_eq!(parked(scene).await, []);
    assert_eq!(witness.name(), status(scene).await.subscription.name);
}
