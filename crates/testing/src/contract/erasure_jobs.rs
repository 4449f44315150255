//! The jobs that deleted accounts leave, and the batches in which they are done.

use std::sync::Arc;

use serde_json::Value;
use thoughts_domain::accounts::ContentRemoval::{Anonymise, Delete};
use thoughts_domain::accounts::User;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::CommentInsertion;
use thoughts_use_cases::erasure::{
    ContinueErasure, ContinueErasureUseCase, ErasureBacklog, ErasureJob, ErasureStep,
};
use thoughts_use_cases::storage::StorageError;

use super::Scene;
use super::erasure::is_nowhere;
use crate::builders::a_comment;
use crate::faults::FaultyStore;

async fn backlog(scene: &Scene, now: Timestamp) -> ErasureBacklog {
    let read = scene.adapter.erasures.backlog(now).await;
    read.expect("the backlog")
}

/// Leaves a job, and commits it.
async fn request(scene: &Scene, job: &ErasureJob) {
    let mut work = scene.begin().await;
    work.erasures().request(job).await.expect("a job");
    work.commit().await.expect("commit");
}

async fn job_of(scene: &Scene, user: &User) -> Option<ErasureJob> {
    let mut work = scene.begin().await;
    let now = scene.now();
    let claimed = work.erasures().claim(Some(user.id), now).await;
    claimed.expect("a claim")
}

pub async fn a_job_reads_back_as_left(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut job = ErasureJob::of(alice.id, Anonymise, scene.now());
    request(scene, &job).await;
    assert_eq!(job_of(scene, &alice).await, Some(job.clone()));

    job.step = ErasureStep::LoggedEvents;
    job.progress = 1_234_567_890_123;
    job.attempts = 7;
    job.due_at = scene.now();
    let mut work = scene.begin().await;
    work.erasures().update(&job).await.expect("update");
    drop(work);
    let before = job_of(scene, &alice).await.expect("the job");
    assert_eq!(before.attempts, 0, "what is dropped is not written");
    let mut work = scene.begin().await;
    work.erasures().update(&job).await.expect("update");
    work.commit().await.expect("commit");
    assert_eq!(job_of(scene, &alice).await, Some(job));

    let mut work = scene.begin().await;
    work.erasures().finish(alice.id).await.expect("finish");
    work.commit().await.expect("commit");
    assert_eq!(job_of(scene, &alice).await, None);
}

pub async fn the_backlog_is_counted(scene: &Scene) {
    let now = scene.now();
    assert_eq!(backlog(scene, now).await, ErasureBacklog::default());
    let (alice, bob) = (scene.register("alice").await, scene.register("bob").await);
    let first = ErasureJob::of(alice.id, Delete, scene.now());
    let mut second = ErasureJob::of(bob.id, Anonymise, scene.now());
    second.attempts = 3;
    request(scene, &second).await;
    request(scene, &first).await;
    let expected = |due| ErasureBacklog {
        pending: 2,
        due,
        failing: 1,
        oldest: Some(first.requested_at),
    };
    assert_eq!(backlog(scene, now).await, expected(0));
    assert_eq!(backlog(scene, first.due_at).await, expected(1));
    assert_eq!(backlog(scene, second.due_at).await, expected(2));
}

pub async fn a_resting_job_keeps_no_other_waiting(scene: &Scene) {
    let (alice, bob) = (scene.register("alice").await, scene.register("bob").await);
    scene.close_account(&alice, Delete).await;
    scene.close_account(&bob, Delete).await;
    let mut resting = job_of(scene, &alice).await.expect("a job");
    resting.due_at = resting.rest_until(scene.now());
    resting.attempts = 1;
    let mut work = scene.begin().await;
    work.erasures().update(&resting).await.expect("update");
    work.commit().await.expect("commit");
    let done = scene.finish_erasures().await;
    assert!(done.iter().all(|progress| progress.user_id == bob.id));
    assert_eq!(job_of(scene, &bob).await, None);

    let mut work = scene.begin().await;
    let jobs = work.erasures();
    let due = jobs.claim(None, resting.due_at).await.expect("a claim");
    assert_eq!(due, Some(resting));
    drop(work);
    // Whoever asks for it by name does not wait until it is due, and a success ends its rest.
    let progress = scene.eraser().execute(Some(alice.id)).await;
    assert!(progress.expect("a batch").is_some());
    let job = job_of(scene, &alice).await.expect("a job");
    assert_eq!(job.attempts, 0);
}

pub async fn nothing_personal_is_read_while_a_job_waits(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let hers = scene.publish(&alice, "hers").await;
    let his = scene.publish(&bob, "his").await;
    let comment = scene.comment(&alice, &his, "her comment").await;
    let name = scene.close_account(&alice, Delete).await;
    is_nowhere(scene, &alice).await;
    let post = scene.post(hers.id).await.expect("not yet gone");
    let shown = scene.comment_view(comment.id).await.expect("not yet gone");
    for author in [post.author, shown.author.expect("an author")] {
        assert_eq!(author.handle, name.handle.as_str());
        assert_eq!(author.display_name, name.display_name.as_str());
        assert_eq!(author.avatar_url, None);
    }
    scene.assert_sound().await;
    scene.finish_erasures().await;
    is_nowhere(scene, &alice).await;
    assert_eq!(scene.post(hers.id).await, None);
    assert_eq!(scene.comment_view(comment.id).await, None);
    let again = scene.register("alice").await;
    assert_ne!(again.id, alice.id);
}

/// Somebody with events, a post with a thread of others, and comments elsewhere.
async fn a_life(scene: &Scene, who: &User, other: &User) -> [Post; 2] {
    let own = scene.publish(who, "own").await;
    let elsewhere = scene.publish(other, "elsewhere").await;
    for number in 0..3 {
        let top = scene.comment(other, &own, &format!("top {number}")).await;
        let middle = scene.reply(who, &own, &top, "middle").await;
        scene.reply(other, &own, &middle, "leaf").await;
        scene.delete_comment(&middle).await;
        let his = scene.comment(other, &elsewhere, "a thread").await;
        let hers = scene.reply(who, &elsewhere, &his, "a reply").await;
        scene.reply(other, &elsewhere, &hers, "under it").await;
        scene.comment(who, &elsewhere, "alone").await;
    }
    scene.publish(who, "short").await;
    scene.relate(RelationKind::Follow, who, other).await;
    scene.relate(RelationKind::Follow, other, who).await;
    scene.relate(RelationKind::Mute, who, other).await;
    [own, elsewhere]
}

pub async fn batches_are_bounded_and_counters_right_after_each(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let [own, elsewhere] = a_life(scene, &alice, &bob).await;
    scene.sequence().await;
    scene.close_account(&alice, Delete).await;
    let count = async |post: &Post| scene.post(post.id).await.map(|post| post.comment_count);
    let mut before = (count(&own).await, count(&elsewhere).await);
    assert_eq!(before, (Some(6), Some(12)));
    let eraser = scene.eraser();
    let mut steps = Vec::new();
    while let Some(progress) = eraser.execute(None).await.expect("a batch") {
        steps.push(progress.step);
        scene.assert_sound().await;
        let after = (count(&own).await, count(&elsewhere).await);
        let taken = |(before, after): (Option<u64>, Option<u64>)| {
            before.unwrap_or_default() - after.unwrap_or_default()
        };
        let taken = taken((before.0, after.0)) + taken((before.1, after.1));
        assert!(taken <= 2, "{taken} comments in one unit of work");
        before = after;
    }
    assert_eq!(before, (None, Some(6)), "what others wrote stays");
    assert!(
        steps
            .windows(2)
            .all(|pair| order(pair[0]) <= order(pair[1]))
    );
    for step in ErasureStep::ALL {
        assert!(steps.contains(&step), "{step:?} was left out");
    }
    let of = |step| steps.iter().filter(|taken| **taken == step).count();
    assert!(of(ErasureStep::Posts) > 3 && of(ErasureStep::Comments) > 2);
    assert_eq!(backlog(scene, scene.now()).await.pending, 0);
}

fn order(step: ErasureStep) -> Option<usize> {
    ErasureStep::ALL.iter().position(|known| *known == step)
}

pub async fn a_lost_batch_is_done_again(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let [own, elsewhere] = a_life(scene, &alice, &bob).await;
    scene.close_account(&alice, Delete).await;
    let lossy = FaultyStore::over(Arc::clone(&scene.adapter.store));
    lossy.fail_commits();
    let real = scene.eraser();
    let losing = ContinueErasureUseCase {
        store: Arc::new(lossy),
        clock: Arc::clone(&real.clock),
        steps: Arc::clone(&real.steps),
        batch: real.batch,
    };
    let mut lost = 0;
    while let Some(job) = job_of(scene, &alice).await {
        // Every batch is lost once, when all of it but the commit was done.
        let failure = losing.execute(Some(alice.id)).await.expect_err("lost");
        assert!(matches!(failure.cause, StorageError::Conflict(_)));
        assert_eq!(failure.at, Some((alice.id, job.step)));
        assert_eq!(job_of(scene, &alice).await, Some(job));
        scene.assert_sound().await;
        lost += 1;
        let done = real.execute(Some(alice.id)).await.expect("a batch");
        assert!(done.is_some());
    }
    assert!(lost > 10, "only {lost} batches");
    assert_eq!(scene.post(own.id).await, None);
    assert_eq!(scene.comment_count(elsewhere.id).await, 6);
    is_nowhere(scene, &alice).await;
    let log = scene.log().await;
    for event in log.iter().filter(|event| event.actor == alice.id) {
        let payload: Value = serde_json::from_str(&event.payload).expect("JSON");
        assert!(!payload["says"].is_string(), "{event:?}");
    }
    scene.assert_sound().await;
}

/// Goes on with the jobs of these until none is left, whatever stands in the way.
async fn persist(eraser: &ContinueErasureUseCase, users: &[User]) {
    for user in users {
        loop {
            match eraser.execute(Some(user.id)).await {
                Ok(Some(progress)) if !progress.finished => {}
                Ok(_) => break,
                Err(failure) => {
                    let passes = matches!(failure.cause, StorageError::Conflict(_));
                    assert!(passes, "{failure:?}");
                }
            }
        }
    }
}

pub async fn two_workers_at_once_leave_nothing_and_harm_nothing(scene: &Scene) {
    let bob = scene.register("bob").await;
    let mut gone = Vec::new();
    let mut left = Vec::new();
    for handle in ["alice", "carol", "dora"] {
        let user = scene.register(handle).await;
        left.push(a_life(scene, &user, &bob).await);
        gone.push(user);
    }
    for user in &gone {
        scene.close_account(user, Delete).await;
    }
    let (one, two) = (scene.eraser(), scene.eraser());
    let reversed: Vec<_> = gone.iter().rev().cloned().collect();
    tokio::join!(persist(&one, &gone), persist(&two, &reversed));
    for (user, [own, elsewhere]) in gone.iter().zip(&left) {
        is_nowhere(scene, user).await;
        assert_eq!(scene.post(own.id).await, None);
        assert_eq!(scene.comment_count(elsewhere.id).await, 6);
    }
    assert_eq!(backlog(scene, scene.now()).await.pending, 0);
    scene.assert_sound().await;
}

pub async fn others_write_while_an_account_is_erased(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let [own, elsewhere] = a_life(scene, &alice, &bob).await;
    scene.close_account(&alice, Delete).await;
    let write = async |post: &Post| {
        let mut inserted = 0;
        for number in 0..12 {
            let comment = a_comment(&format!("late {number}"));
            let comment = comment.build(&bob, post, &scene.ids, &scene.clock);
            let mut work = scene.begin().await;
            match work.comments().insert(&comment).await {
                Ok(CommentInsertion::Inserted(_)) => {
                    inserted += u64::from(work.commit().await.is_ok());
                }
                Ok(other) => assert_eq!(other, CommentInsertion::PostGone),
                Err(error) => assert!(matches!(error, StorageError::Conflict(_)), "{error:?}"),
            }
        }
        inserted
    };
    let eraser = scene.eraser();
    let gone = [alice.clone()];
    let (_, kept, ()) = tokio::join!(write(&own), write(&elsewhere), persist(&eraser, &gone));
    assert_eq!(scene.post(own.id).await, None);
    assert_eq!(scene.comment_count(elsewhere.id).await, 6 + kept);
    is_nowhere(scene, &alice).await;
    scene.assert_sound().await;
}
