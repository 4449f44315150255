//! The outbox, the sequencer and the log.

use serde_json::{Value, json};
use thoughts_domain::accounts::{ContentRemoval, User, UserDeleted};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::posts::PostPublished;
use thoughts_use_cases::events::{LoggedEvent, TraceParent};

use super::Scene;
use crate::builders::a_post;

fn payload(event: &LoggedEvent) -> Value {
    serde_json::from_str(&event.payload).expect("a payload is JSON")
}

async fn append(scene: &Scene, events: &[DomainEvent]) {
    let mut work = scene.begin().await;
    for event in events {
        scene.leave(&mut *work, event.clone()).await;
    }
    work.commit().await.expect("commit");
}

pub async fn a_new_log_is_empty(scene: &Scene) {
    let log = &scene.adapter.log;
    let head = log.head().await.expect("head");
    assert_eq!(head.number, 0);
    assert!(!head.epoch.is_empty());
    assert_eq!(log.sequence(100).await.ok(), Some(0));
    assert_eq!(log.outbox_depth().await.ok(), Some(0));
    assert_eq!(log.read(0, 100).await.expect("read"), []);
}

pub async fn an_event_reads_back_as_left(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = a_post("says \"things\" 🦀\n").build(&alice, &scene.ids, &scene.clock);
    let mut event = scene.event(DomainEvent::PostPublished(PostPublished {
        post: post.clone(),
    }));
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    event.trace = TraceParent(Some(trace.to_owned()));
    let mut work = scene.begin().await;
    work.outbox().append(&event).await.expect("append");
    work.commit().await.expect("commit");
    let log = scene.log().await;
    let [registered, published] = &log[..] else {
        panic!("two events, not {log:?}");
    };
    let expected = LoggedEvent {
        position: 2,
        id: event.id,
        event_type: "thoughts.post.published".to_owned(),
        aggregate_type: "post".to_owned(),
        aggregate_id: post.id.raw(),
        aggregate_version: 1,
        audience: "public".to_owned(),
        actor: alice.id,
        schema_version: 1,
        payload: published.payload.clone(),
        occurred_at: event.occurred_at,
        trace_parent: Some(trace.to_owned()),
    };
    assert_eq!(*published, expected);
    let says = json!({ "id": post.id.as_str(), "version": 1, "says": post.body.as_str() });
    assert_eq!(payload(published), says);
    assert_eq!(registered.trace_parent, None);
}

pub async fn positions_are_consecutive_in_the_order_of_writing(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut expected = vec![alice.id.raw()];
    for number in 0..10 {
        let posts = ["a", "b", "c"].map(|name| {
            let body = format!("{name}{number}");
            a_post(&body).build(&alice, &scene.ids, &scene.clock)
        });
        expected.extend(posts.iter().map(|post| post.id.raw()));
        let events = posts.map(|post| DomainEvent::PostPublished(PostPublished { post }));
        append(scene, &events).await;
        if number % 4 == 0 {
            scene.sequence().await;
        }
    }
    let log = scene.log().await;
    let seen: Vec<_> = log.iter().map(|event| event.aggregate_id).collect();
    assert_eq!(seen, expected);
    let positions: Vec<_> = log.iter().map(|event| event.position).collect();
    assert_eq!(positions, (1..=31).collect::<Vec<_>>());
    assert_eq!(scene.adapter.log.head().await.expect("head").number, 31);
}

pub async fn work_that_was_dropped_leaves_no_gap(scene: &Scene) {
    scene.register("alice").await;
    let mut work = scene.begin().await;
    let event = DomainEvent::UserDeleted(UserDeleted {
        user_id: thoughts_domain::ids::UserId::new(scene.id()),
        version: 2,
        content: ContentRemoval::Delete,
    });
    scene.leave(&mut *work, event).await;
    drop(work);
    scene.register("bob").await;
    let positions: Vec<_> = scene
        .log()
        .await
        .iter()
        .map(|event| event.position)
        .collect();
    assert_eq!(positions, [1, 2]);
}

pub async fn sequencers_at_once_move_each_event_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    for number in 0..20 {
        scene.publish(&alice, &format!("post {number}")).await;
    }
    let log = &scene.adapter.log;
    let run = async || {
        let mut moved = 0;
        for _ in 0..10 {
            moved += log.sequence(4).await.expect("sequence");
        }
        moved
    };
    let before = log.read(0, 100).await.expect("read").len();
    let (one, two) = tokio::join!(run(), run());
    let events = scene.log().await;
    let positions: Vec<_> = events.iter().map(|event| event.position).collect();
    assert_eq!(positions, (1..=21).collect::<Vec<_>>());
    assert!(one + two <= 21 - u32::try_from(before).expect("a small number"));
    let mut ids: Vec<_> = events.iter().map(|event| event.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 21);
}

pub async fn an_aggregates_events_keep_their_order_under_concurrency(scene: &Scene) {
    let alice = scene.register("alice").await;
    let posts = [
        scene.publish(&alice, "one").await,
        scene.publish(&alice, "two").await,
    ];
    let edit = async |name: &str| {
        for number in 0..4 {
            for post in &posts {
                scene
                    .edit_post(&mut post.clone(), &format!("{name} {number}"))
                    .await;
            }
        }
    };
    tokio::join!(edit("a"), edit("b"));
    let log = scene.log().await;
    for post in &posts {
        let of_post = log
            .iter()
            .filter(|event| event.aggregate_id == post.id.raw());
        let versions: Vec<_> = of_post.map(|event| event.aggregate_version).collect();
        assert_eq!(versions, (1..=9).collect::<Vec<_>>());
    }
}

pub async fn reading_goes_on_after_a_position_and_stops_at_a_limit(scene: &Scene) {
    let alice = scene.register("alice").await;
    for number in 0..6 {
        scene.publish(&alice, &format!("post {number}")).await;
    }
    scene.sequence().await;
    for (after, limit, expected) in [
        (0, 3, vec![1, 2, 3]),
        (3, 3, vec![4, 5, 6]),
        (6, 3, vec![7]),
        (7, 3, vec![]),
        (99, 3, vec![]),
    ] {
        let events = scene.adapter.log.read(after, limit).await.expect("read");
        let positions: Vec<_> = events.iter().map(|event| event.position).collect();
        assert_eq!(positions, expected);
    }
}

pub async fn erasing_an_actor_rewrites_what_is_logged_and_what_waits(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a secret").await;
    scene.publish(&bob, "no secret").await;
    scene.sequence().await;
    scene.comment(&alice, &post, "another secret").await;
    let before = scene.adapter.log.head().await.expect("head");
    erase_events(scene, &alice).await;
    let log = scene.log().await;
    assert_eq!(log.len(), 5);
    assert!(before.number <= 5);
    for event in log {
        let seen = payload(&event);
        if event.actor == alice.id {
            assert_eq!(seen, json!({ "id": event.aggregate_id.as_str() }));
        } else {
            assert_ne!(seen["says"], Value::Null);
        }
    }
}

/// In batches of two, each a unit of work; those that wait first.
async fn erase_events(scene: &Scene, actor: &User) {
    for waiting in [true, false] {
        let mut after = 0;
        loop {
            let mut work = scene.begin().await;
            let outbox = work.outbox();
            let next = if waiting {
                outbox.erase_waiting(actor.id, after, 2).await
            } else {
                outbox.erase_logged(actor.id, after, 2).await
            };
            work.commit().await.expect("commit");
            let Some(next) = next.expect("erase") else {
                break;
            };
            assert!(next > after, "goes on from where it was");
            after = next;
        }
    }
}

pub async fn erasing_goes_through_many_events_and_keeps_the_word_of_the_erasure(scene: &Scene) {
    let alice = scene.register("alice").await;
    for number in 0..4 {
        scene.publish(&alice, &format!("a secret {number}")).await;
    }
    scene.sequence().await;
    let mut traced = scene.event(DomainEvent::PostPublished(PostPublished {
        post: a_post("a secret").build(&alice, &scene.ids, &scene.clock),
    }));
    traced.trace = TraceParent(Some("00-trace".to_owned()));
    let mut work = scene.begin().await;
    work.outbox().append(&traced).await.expect("append");
    let gone = DomainEvent::UserDeleted(alice.clone().delete(ContentRemoval::Delete));
    scene.leave(&mut *work, gone).await;
    work.commit().await.expect("commit");
    erase_events(scene, &alice).await;
    let log = scene.log().await;
    assert_eq!(log.len(), 7);
    for event in &log {
        assert_eq!(event.trace_parent, None);
        let whole = event.event_type == DomainEvent::OF_ERASURE;
        assert_eq!(payload(event).get("version").is_some(), whole, "{event:?}");
    }
    assert_eq!(log[6].event_type, DomainEvent::OF_ERASURE);
}

pub async fn what_the_erased_do_is_left_without_content(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "first").await;
    scene.erase(&alice, ContentRemoval::Anonymise).await;
    let mut late = scene.event(DomainEvent::PostPublished(PostPublished { post }));
    late.trace = TraceParent(Some("00-trace".to_owned()));
    let mut work = scene.begin().await;
    work.outbox().append(&late).await.expect("append");
    work.commit().await.expect("commit");
    let log = scene.log().await;
    let left = log.last().expect("an event");
    assert_eq!(left.id, late.id);
    assert_eq!(left.trace_parent, None);
    assert_eq!(payload(left), json!({ "id": left.aggregate_id.as_str() }));
}

pub async fn a_new_epoch_makes_earlier_positions_foreign(scene: &Scene) {
    scene.register("alice").await;
    scene.sequence().await;
    let log = &scene.adapter.log;
    let before = log.head().await.expect("head");
    log.renew_epoch("restored1").await.expect("renew");
    let after = log.head().await.expect("head");
    assert_eq!(after.epoch, "restored1");
    assert_ne!(after.epoch, before.epoch);
    assert_eq!(after.number, before.number);
    let bob = scene.register("bob").await;
    assert_eq!(scene.log().await.len(), 2);
    let seen = scene
        .adapter
        .accounts
        .profile(bob.id, None)
        .await
        .expect("profile");
    assert_eq!(seen.position.epoch, "restored1");
    scene.assert_sound().await;
}

pub async fn the_outbox_depth_counts_what_waits(scene: &Scene) {
    let alice = scene.register("alice").await;
    scene.publish(&alice, "a post").await;
    let log = &scene.adapter.log;
    let waiting = log.outbox_depth().await.expect("depth");
    let logged = log.read(0, 10).await.expect("read").len() as u64;
    assert_eq!(waiting + logged, 2);
    scene.sequence().await;
    assert_eq!(log.outbox_depth().await.ok(), Some(0));
}
