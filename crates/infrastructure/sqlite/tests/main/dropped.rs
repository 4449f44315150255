//! Callers who give up: a request's future may be dropped at any await.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use thoughts_testing::builders::a_post;
use thoughts_testing::contract::Scene;
use thoughts_use_cases::storage::Store;

use crate::support::database;

/// Polls a few times, letting others run between, and drops what has not ended.
async fn give_up_after<F: Future>(polls: usize, future: F) -> bool {
    let mut future = pin!(future);
    for _ in 0..polls {
        let mut context = Context::from_waker(Waker::noop());
        if future.as_mut().poll(&mut context).is_ready() {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// What a poisoned writer would acknowledge and then lose.
async fn assert_the_next_write_is_kept(scene: &Scene, outside: &mut sqlx::SqliteConnection) {
    let handle = format!("u{}", &scene.id().as_str()[..10]);
    let user = scene.register(&handle).await;
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM users WHERE id = ?")
        .bind(user.id.as_str())
        .fetch_one(outside)
        .await
        .expect("a count");
    assert_eq!(kept, 1, "an acknowledged write is visible to others");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_begin_that_is_given_up_leaves_the_writer_usable() {
    let database = database().await;
    let scene = database.scene();
    let mut outside = database.outside().await;
    let mut given_up = 0;
    for round in 0..60 {
        let begun = give_up_after(round % 6, database.storage.begin()).await;
        given_up += usize::from(!begun);
        if round % 10 == 0 {
            assert_the_next_write_is_kept(&scene, &mut outside).await;
        }
    }
    assert!(given_up > 0, "no begin was dropped half-way");
    assert_the_next_write_is_kept(&scene, &mut outside).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_begin_that_waits_for_the_writer_can_be_given_up() {
    let database = database().await;
    let scene = database.scene();
    let mut outside = database.outside().await;
    let work = scene.begin().await;
    for _ in 0..20 {
        assert!(!give_up_after(3, database.storage.begin()).await);
    }
    drop(work);
    assert_the_next_write_is_kept(&scene, &mut outside).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_of_work_dropped_in_the_middle_of_a_statement_is_taken_back() {
    let database = database().await;
    let scene = database.scene();
    let mut outside = database.outside().await;
    let alice = scene.register("alice").await;
    for round in 0..40 {
        let post = a_post("never").build(&alice, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        give_up_after(round % 5, work.posts().insert(&post)).await;
        drop(work);
        assert_eq!(scene.post(post.id).await, None);
    }
    assert_eq!(scene.post_count(alice.id).await, 0);
    assert_the_next_write_is_kept(&scene, &mut outside).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_is_given_up_keeps_everything_or_nothing() {
    let database = database().await;
    let scene = database.scene();
    let mut outside = database.outside().await;
    let alice = scene.register("alice").await;
    let mut kept = 0;
    for round in 0..40 {
        let post = a_post("perhaps").build(&alice, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        work.posts().insert(&post).await.expect("insert");
        give_up_after(round % 4, work.commit()).await;
        // The next one waits until the fate of this one is decided.
        drop(scene.begin().await);
        kept += u64::from(scene.post(post.id).await.is_some());
        assert_eq!(scene.post_count(alice.id).await, kept);
    }
    scene.assert_sound().await;
    assert_the_next_write_is_kept(&scene, &mut outside).await;
}

#[tokio::test]
async fn dropping_a_unit_of_work_outside_of_a_poll_is_fine_too() {
    let database = database().await;
    let scene = database.scene();
    let works = [scene.begin().await];
    drop(works);
    let mut next = pin!(database.storage.begin());
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(next.as_mut().poll(&mut context), Poll::Pending));
    assert!(next.await.is_ok());
}
