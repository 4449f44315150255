//! Many at once: counters stay exact, nothing is doubled, and a deadlock is at worst a conflict.

use std::sync::Arc;

use thoughts_domain::comments::Comment;
use thoughts_domain::posts::Post;
use thoughts_testing::builders::{a_comment, post_body};
use thoughts_testing::contract::Scene;
use thoughts_use_cases::accounts::{SessionRepository, TokenHash};
use thoughts_use_cases::comments::CommentInsertion;
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::idempotency::{Answer, Claim, RetryKey};
use thoughts_use_cases::integrity::IntegrityCheck;
use thoughts_use_cases::storage::StorageError;
use tokio::task::JoinSet;

use crate::database::Database;

async fn counted(scene: &Scene, post: &Post) -> u64 {
    let view = scene
        .adapter
        .posts
        .post(post.id, None)
        .await
        .expect("a read")
        .value;
    view.expect("a post").comment_count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_two_comment_on_one_post() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "hot").await;
    let mut tasks = JoinSet::new();
    for _ in 0..32 {
        let (scene, author, post) = (Arc::clone(&scene), author.clone(), post.clone());
        tasks.spawn(async move { scene.comment(&author, &post, "me too").await });
    }
    assert_eq!(tasks.join_all().await.len(), 32);
    assert_eq!(counted(&scene, &post).await, 32);
    while storage.sequence(10).await.expect("sequenced") > 0 {}
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

/// Answers and deletes at random on a thread of one post. Whoever comes too late finds the
/// comment gone; whoever stands in another's way gets a conflict.
async fn quarrel(scene: &Scene, post: &Post, thread: &[Comment], round: usize) {
    let author = scene
        .adapter
        .accounts
        .profile(post.author_id, None)
        .await
        .expect("a read");
    assert!(author.value.is_some());
    let target = &thread[round % thread.len()];
    let mut work = scene.begin().await;
    if round.is_multiple_of(3) {
        let done = async {
            if let Some(comment) = work.comments().lock(target.id).await? {
                work.comments().delete(&comment).await?;
            }
            work.commit().await
        };
        tolerate(&done.await);
    } else {
        let reply = Comment {
            author_id: post.author_id,
            ..a_reply(scene, post, target)
        };
        let done = async {
            if let CommentInsertion::Inserted(_) = work.comments().insert(&reply).await? {
                work.commit().await?;
            }
            Ok(())
        };
        tolerate(&done.await);
    }
}

fn a_reply(scene: &Scene, post: &Post, parent: &Comment) -> Comment {
    let mut reply = parent.clone();
    reply.id = thoughts_domain::ids::CommentId::new(scene.id());
    reply.parent_id = Some(parent.id);
    reply.post_id = post.id;
    reply.depth = parent.depth + 1;
    reply.created_at = scene.now();
    reply
}

fn tolerate(outcome: &Result<(), StorageError>) {
    assert!(
        matches!(outcome, Ok(()) | Err(StorageError::Conflict(_))),
        "{outcome:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replies_and_deletes_keep_every_promise() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "a quarrel").await;
    let mut thread = vec![scene.comment(&author, &post, "top").await];
    for _ in 0..5 {
        let parent = thread.last().expect("a parent").clone();
        thread.push(scene.reply(&author, &post, &parent, "deeper").await);
    }
    let thread = Arc::new(thread);
    let mut tasks = JoinSet::new();
    for round in 0..96 {
        let (scene, post, thread) = (Arc::clone(&scene), post.clone(), Arc::clone(&thread));
        tasks.spawn(async move { quarrel(&scene, &post, &thread, round).await });
    }
    tasks.join_all().await;
    while storage.sequence(10).await.expect("sequenced") > 0 {}
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_with_the_same_key_is_fresh() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let retry = RetryKey {
        caller: author.id,
        key: "once".to_owned(),
        fingerprint: [7; 32],
    };
    let answer = Answer {
        status: 201,
        headers: vec![("location".to_owned(), "/here".to_owned())],
        body: b"{}".to_vec(),
    };
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (scene, retry, answer) = (Arc::clone(&scene), retry.clone(), answer.clone());
        tasks.spawn(async move {
            let now = scene.now();
            let mut work = scene.begin().await;
            let claim = work.answers().claim(&retry, now).await.expect("a claim");
            if claim == Claim::Fresh {
                work.answers()
                    .keep(&retry, &answer, now)
                    .await
                    .expect("kept");
                work.commit().await.expect("commit");
            }
            claim
        });
    }
    let claims = tasks.join_all().await;
    assert_eq!(
        claims
            .iter()
            .filter(|claim| **claim == Claim::Fresh)
            .count(),
        1
    );
    let rest = claims.iter().filter(|claim| **claim != Claim::Fresh);
    for claim in rest {
        assert!(
            *claim == Claim::InFlight || *claim == Claim::Answered(answer.clone()),
            "{claim:?}"
        );
    }
}

#[tokio::test]
async fn a_key_that_is_being_worked_on_is_not_waited_for() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let retry = RetryKey {
        caller: author.id,
        key: "once".to_owned(),
        fingerprint: [7; 32],
    };
    let now = scene.now();
    let mut first = scene.begin().await;
    assert_eq!(
        first.answers().claim(&retry, now).await.expect("a claim"),
        Claim::Fresh
    );
    let mut second = scene.begin().await;
    assert_eq!(
        second.answers().claim(&retry, now).await.expect("a claim"),
        Claim::InFlight
    );
    // Who gave up leaves the key to the next.
    drop(first);
    let mut third = scene.begin().await;
    while third.answers().claim(&retry, now).await.expect("a claim") != Claim::Fresh {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refresh_token_is_exchanged_by_one_of_many() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let user = scene.register("alice").await;
    let spent = TokenHash([1; 32]);
    let session = thoughts_domain::accounts::Session::open(
        thoughts_domain::ids::SessionId::new(scene.id()),
        user.id,
        None,
        scene.now(),
    );
    let mut work = scene.begin().await;
    work.sessions()
        .open(&session, &spent)
        .await
        .expect("opened");
    work.commit().await.expect("commit");
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let scene = Arc::clone(&scene);
        tasks.spawn(async move {
            let mut work = scene.begin().await;
            let sessions: &mut dyn SessionRepository = work.sessions();
            let found = sessions
                .find(&spent)
                .await
                .expect("a read")
                .expect("a token");
            if found.token.used_at.is_some() {
                return false;
            }
            let mut session = found.session;
            session.refresh(scene.now());
            sessions
                .rotate(&session, &spent, &TokenHash([2; 32]))
                .await
                .expect("rotated");
            work.commit().await.expect("commit");
            true
        });
    }
    let exchanged = tasks.join_all().await;
    assert_eq!(exchanged.iter().filter(|exchanged| **exchanged).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sequencers_never_interleave() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let mut writers = JoinSet::new();
    for n in 0..4 {
        let (scene, author) = (Arc::clone(&scene), author.clone());
        writers.spawn(async move {
            for _ in 0..10 {
                let mut post = scene.publish(&author, "first").await;
                scene.edit_post(&mut post, &format!("second by {n}")).await;
            }
        });
    }
    for _ in 0..4 {
        let storage = Arc::clone(&storage);
        writers.spawn(async move {
            for _ in 0..20 {
                storage.sequence(7).await.expect("sequenced");
            }
        });
    }
    writers.join_all().await;
    while storage.sequence(100).await.expect("sequenced") > 0 {}
    let events = storage.read(0, 1_000).await.expect("events");
    assert_eq!(events.len(), 81);
    for (event, place) in events.iter().zip(1..) {
        assert_eq!(event.position, place);
    }
    let mut versions = std::collections::HashMap::new();
    for event in &events {
        let before = versions.insert(event.aggregate_id, event.aggregate_version);
        assert!(
            before.unwrap_or(0) < event.aggregate_version,
            "reordered: {event:?}"
        );
    }
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_erasure_rewrites_what_is_being_written() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    for round in 0..10 {
        let author = scene.register(&format!("author{round}")).await;
        let post = scene.publish(&author, "first").await;
        let (writer, leaver) = (Arc::clone(&scene), Arc::clone(&scene));
        let edited = tokio::spawn(async move {
            let mut work = writer.begin().await;
            let Some(mut post) = work.posts().lock(post.id).await? else {
                return Ok(());
            };
            let body = post_body("secret");
            let (superseded, event) = post.edit(body, Vec::new(), writer.now()).expect("an edit");
            work.posts().update(&post, &superseded).await?;
            let event = writer.event(thoughts_domain::events::DomainEvent::PostEdited(event));
            work.outbox().append(&event).await?;
            work.commit().await
        });
        let gone = author.id;
        let closed = tokio::spawn(async move {
            let content = thoughts_domain::accounts::ContentRemoval::Anonymise;
            leaver.close_account(&author, content).await;
        });
        tolerate(&edited.await.expect("no panic"));
        closed.await.expect("no panic");
        scene.finish_erasures().await;
        while storage.sequence(100).await.expect("sequenced") > 0 {}
        let events = storage.read(0, 1_000).await.expect("events");
        let left = events
            .iter()
            .filter(|e| e.actor == gone && e.payload.contains("secret"));
        assert_eq!(left.count(), 0);
    }
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test]
async fn a_comment_on_what_is_gone_is_an_outcome() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "a post").await;
    let top = scene.comment(&author, &post, "top").await;
    let reply = scene.reply(&author, &post, &top, "reply").await;
    scene.delete_comment(&top).await;
    let late = a_comment("late")
        .under(&top)
        .build(&author, &post, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let outcome = work.comments().insert(&late).await.expect("an outcome");
    assert_eq!(outcome, CommentInsertion::ParentGone);
    drop(work);
    let stranger = thoughts_testing::builders::a_user("stranger").build(&scene.ids, &scene.clock);
    let late = a_comment("late").build(&stranger, &post, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let outcome = work.comments().insert(&late).await.expect("an outcome");
    assert_eq!(outcome, CommentInsertion::AuthorGone);
    drop(work);
    scene.delete_post(&post).await;
    let late = a_comment("late")
        .under(&reply)
        .build(&author, &post, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let outcome = work.comments().insert(&late).await.expect("an outcome");
    assert_eq!(outcome, CommentInsertion::PostGone);
    drop(work);
    while storage.sequence(100).await.expect("sequenced") > 0 {}
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}
