//! Where readers stand, what they have parked, and who leads them.

use thoughts_domain::ids::EventId;
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::readers::{
    ParkedEvent, Subscription, SubscriptionState, SubscriptionStatus,
};

use super::Scene;

fn subscription(name: &str, number: u64, state: SubscriptionState) -> Subscription {
    Subscription {
        name: name.to_owned(),
        checkpoint: EventPosition {
            epoch: "epoch".to_owned(),
            number,
        },
        state,
        revision: 0,
    }
}

async fn create(scene: &Scene, subscription: &Subscription) -> bool {
    let mut work = scene.begin().await;
    let made = work.subscriptions().create(subscription).await;
    work.commit().await.expect("commit");
    made.expect("create")
}

async fn find(scene: &Scene, name: &str) -> Option<Subscription> {
    let mut work = scene.begin().await;
    work.subscriptions().find(name).await.expect("find")
}

async fn save(scene: &Scene, subscription: &Subscription) -> bool {
    let mut work = scene.begin().await;
    let saved = work.subscriptions().save(subscription).await;
    work.commit().await.expect("commit");
    saved.expect("save")
}

fn parked(scene: &Scene, reader: &str, position: u64) -> ParkedEvent {
    ParkedEvent {
        reader: reader.to_owned(),
        position,
        event_id: EventId::new(scene.id()),
        event_type: "thoughts.post.published".to_owned(),
        aggregate_type: "post".to_owned(),
        aggregate_id: scene.id(),
        error: "it \"says\" why 🦀".to_owned(),
        tries: 3,
        parked_at: scene.now(),
    }
}

async fn park(scene: &Scene, events: &[&ParkedEvent]) {
    let mut work = scene.begin().await;
    for event in events {
        work.subscriptions().park(event).await.expect("park");
    }
    work.commit().await.expect("commit");
}

async fn all_parked(scene: &Scene) -> Vec<ParkedEvent> {
    let all = scene.adapter.subscriptions.parked(None, 100).await;
    all.expect("parked")
}

pub async fn a_subscription_begins_once_and_reads_back(scene: &Scene) {
    assert_eq!(find(scene, "witness").await, None);
    let rebuilding = SubscriptionState::Rebuilding { after: None };
    let first = subscription("witness", 7, rebuilding);
    assert!(create(scene, &first).await);
    assert_eq!(find(scene, "witness").await, Some(first));
    let late = subscription("witness", 9, SubscriptionState::Reading);
    assert!(!create(scene, &late).await);
    assert_eq!(
        find(scene, "witness").await.map(|s| s.checkpoint.number),
        Some(7)
    );
}

pub async fn every_state_reads_back(scene: &Scene) {
    let mut expected = subscription("witness", 0, SubscriptionState::Reading);
    create(scene, &expected).await;
    for state in [
        SubscriptionState::Rebuilding { after: None },
        SubscriptionState::Rebuilding {
            after: Some("somewhere".to_owned()),
        },
        SubscriptionState::Stopped {
            reason: "lost its place".to_owned(),
        },
        SubscriptionState::Reading,
    ] {
        expected.state = state;
        expected.checkpoint.number += 1;
        assert!(save(scene, &expected).await);
        expected.revision += 1;
        assert_eq!(find(scene, "witness").await, Some(expected.clone()));
    }
}

pub async fn saving_is_a_compare_and_set(scene: &Scene) {
    let seen = subscription("witness", 0, SubscriptionState::Reading);
    create(scene, &seen).await;
    let (mut one, mut two) = (seen.clone(), seen);
    one.checkpoint.number = 10;
    two.checkpoint.number = 20;
    let (first, second) = tokio::join!(save(scene, &one), save(scene, &two));
    assert!(
        first != second,
        "one of two that saw the same revision is kept"
    );
    let kept = find(scene, "witness").await.expect("a subscription");
    assert_eq!(kept.checkpoint.number, if first { 10 } else { 20 });
    assert_eq!(kept.revision, 1);
    assert!(
        !save(
            scene,
            &subscription("nobody", 1, SubscriptionState::Reading)
        )
        .await
    );
}

pub async fn who_holds_is_waited_for(scene: &Scene) {
    let seen = subscription("witness", 0, SubscriptionState::Reading);
    create(scene, &seen).await;
    let mut work = scene.begin().await;
    assert!(work.subscriptions().hold(&seen).await.expect("hold"));
    let mut further = seen.clone();
    further.checkpoint.number = 5;
    assert!(work.subscriptions().save(&further).await.expect("save"));
    let late = async {
        let mut late = scene.begin().await;
        late.subscriptions().hold(&seen).await.expect("hold")
    };
    let commit = async {
        tokio::task::yield_now().await;
        work.commit().await.expect("commit");
    };
    let (held, ()) = tokio::join!(late, commit);
    assert!(!held, "the revision is another one by then");
}

pub async fn what_is_parked_reads_back_and_can_be_taken_out(scene: &Scene) {
    for name in ["one", "other"] {
        create(scene, &subscription(name, 0, SubscriptionState::Reading)).await;
    }
    let mut events = [("one", 3), ("one", 12), ("other", 5)].map(|(r, p)| parked(scene, r, p));
    park(scene, &events.each_ref()).await;
    assert_eq!(all_parked(scene).await, events);
    let queries = &scene.adapter.subscriptions;
    let rest = queries.parked(Some(("one".to_owned(), 3)), 1).await;
    assert_eq!(rest.expect("parked"), events[1..2]);

    "another reason".clone_into(&mut events[0].error);
    events[0].tries = 4;
    park(scene, &[&events[0]]).await;
    assert_eq!(all_parked(scene).await, events);

    let mut work = scene.begin().await;
    assert!(work.subscriptions().unpark("one", 3).await.expect("unpark"));
    assert!(!work.subscriptions().unpark("one", 3).await.expect("unpark"));
    assert!(!work.subscriptions().unpark("one", 5).await.expect("unpark"));
    work.commit().await.expect("commit");
    assert_eq!(all_parked(scene).await, events[1..]);

    let mut work = scene.begin().await;
    work.subscriptions()
        .unpark_all("one")
        .await
        .expect("unpark");
    work.commit().await.expect("commit");
    assert_eq!(all_parked(scene).await, events[2..]);
}

pub async fn parked_aggregates_are_found(scene: &Scene) {
    for name in ["one", "other"] {
        create(scene, &subscription(name, 0, SubscriptionState::Reading)).await;
    }
    let first = parked(scene, "one", 3);
    let mut second = parked(scene, "one", 8);
    second.aggregate_id = first.aggregate_id;
    let elsewhere = parked(scene, "other", 4);
    park(scene, &[&second, &first, &elsewhere]).await;
    let mut work = scene.begin().await;
    let among = [scene.id(), first.aggregate_id, elsewhere.aggregate_id];
    let found = work.subscriptions().parked_among("one", &among).await;
    assert_eq!(found.expect("parked"), [first.aggregate_id]);
    let place = work
        .subscriptions()
        .first_parked("one", first.aggregate_id)
        .await;
    assert_eq!(place.expect("parked"), Some(3));
    let place = work
        .subscriptions()
        .first_parked("one", elsewhere.aggregate_id)
        .await;
    assert_eq!(place.expect("parked"), None);
}

pub async fn the_status_tells_how_far_behind(scene: &Scene) {
    scene.register("alice").await;
    scene.register("bob").await;
    let log = scene.log().await;
    let behind = subscription("behind", 1, SubscriptionState::Reading);
    let done = subscription("done", 2, SubscriptionState::Reading);
    for subscription in [&done, &behind] {
        create(scene, subscription).await;
    }
    park(scene, &[&parked(scene, "behind", 1)]).await;
    let statuses = scene.adapter.subscriptions.subscriptions().await;
    let expected = [
        SubscriptionStatus {
            subscription: behind,
            behind: 1,
            oldest_ahead: Some(log[1].occurred_at),
            parked: 1,
        },
        SubscriptionStatus {
            subscription: done,
            behind: 0,
            oldest_ahead: None,
            parked: 0,
        },
    ];
    assert_eq!(statuses.expect("statuses"), expected);
}

pub async fn of_two_that_would_lead_one_does(scene: &Scene) {
    let leadership = &scene.adapter.leadership;
    let mut lead = leadership
        .try_lead("witness")
        .await
        .expect("an answer")
        .expect("the lead");
    lead.confirm().await.expect("still there");
    assert!(
        leadership
            .try_lead("witness")
            .await
            .expect("an answer")
            .is_none()
    );
    let other = leadership.try_lead("other").await.expect("an answer");
    assert!(other.is_some(), "another reader has a leader of its own");
    drop(lead);
    // A server notices within moments that a connection was closed.
    for _ in 0..1_000 {
        if leadership
            .try_lead("witness")
            .await
            .expect("an answer")
            .is_some()
        {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the lead was given away and nobody can have it");
}
