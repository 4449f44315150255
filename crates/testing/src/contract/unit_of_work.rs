//! One transaction over all repositories.

use thoughts_domain::events::DomainEvent;
use thoughts_domain::posts::PostPublished;
use thoughts_use_cases::comments::CommentInsertion;
use thoughts_use_cases::idempotency::Claim;

use super::Scene;
use super::samples::{an_answer, retry};
use crate::builders::{a_comment, a_post, a_user};

pub async fn dropping_takes_everything_back(scene: &Scene) {
    let alice = scene.register("alice").await;
    let before = scene.log().await.len();
    let post = a_post("never #tag").build(&alice, &scene.ids, &scene.clock);
    let key = retry(&alice, "key");

    let mut work = scene.begin().await;
    let now = scene.now();
    let claim = work.answers().claim(&key, now).await;
    assert_eq!(claim.ok(), Some(Claim::Fresh));
    assert!(work.posts().insert(&post).await.expect("insert").is_some());
    let event = DomainEvent::PostPublished(PostPublished { post: post.clone() });
    scene.leave(&mut *work, event).await;
    work.answers()
        .keep(&key, &an_answer(), now)
        .await
        .expect("keep");
    drop(work);

    assert_eq!(scene.post(post.id).await, None);
    assert_eq!(scene.post_count(alice.id).await, 0);
    assert_eq!(scene.log().await.len(), before);
    let mut work = scene.begin().await;
    let claim = work.answers().claim(&key, now).await;
    assert_eq!(claim.ok(), Some(Claim::Fresh));
}

pub async fn committing_keeps_everything(scene: &Scene) {
    let alice = scene.register("alice").await;
    let before = scene.log().await.len();
    let post = a_post("kept").build(&alice, &scene.ids, &scene.clock);
    let key = retry(&alice, "key");
    let mut work = scene.begin().await;
    let now = scene.now();
    work.answers().claim(&key, now).await.expect("claim");
    work.posts().insert(&post).await.expect("insert");
    let event = DomainEvent::PostPublished(PostPublished { post: post.clone() });
    scene.leave(&mut *work, event).await;
    work.answers()
        .keep(&key, &an_answer(), now)
        .await
        .expect("keep");
    work.commit().await.expect("commit");

    assert!(scene.post(post.id).await.is_some());
    assert_eq!(scene.post_count(alice.id).await, 1);
    assert_eq!(scene.log().await.len(), before + 1);
    let mut work = scene.begin().await;
    let claim = work.answers().claim(&key, now).await;
    assert_eq!(claim.ok(), Some(Claim::Answered(an_answer())));
}

pub async fn steps_of_many_rows_hold_the_same_promises(scene: &Scene) {
    let alice = scene.register("alice").await;
    let [first, second, lost] = ["first", "second", "lost"]
        .map(|body| a_post(body).build(&alice, &scene.ids, &scene.clock));
    let begin = || scene.adapter.store.begin_bulk();
    let mut work = begin().await.expect("begin");
    work.posts().insert(&first).await.expect("insert");
    work.commit_soon().await.expect("commit");
    assert!(scene.post(first.id).await.is_some(), "seen by all at once");
    let mut work = begin().await.expect("begin");
    work.posts().insert(&second).await.expect("insert");
    work.commit().await.expect("commit");
    let mut work = begin().await.expect("begin");
    work.posts().insert(&lost).await.expect("insert");
    drop(work);
    assert!(scene.post(second.id).await.is_some());
    assert_eq!(scene.post(lost.id).await, None);
    assert_eq!(scene.post_count(alice.id).await, 2);
}

pub async fn what_is_not_committed_is_invisible_to_readers(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = a_post("soon").build(&alice, &scene.ids, &scene.clock);
    let head = scene.log().await.len();
    let mut work = scene.begin().await;
    work.posts().insert(&post).await.expect("insert");
    let event = DomainEvent::PostPublished(PostPublished { post: post.clone() });
    scene.leave(&mut *work, event).await;
    assert_eq!(scene.post(post.id).await, None);
    assert_eq!(scene.post_count(alice.id).await, 0);
    assert_eq!(
        scene.adapter.log.read(0, 100).await.expect("read").len(),
        head
    );
    work.commit().await.expect("commit");
    assert!(scene.post(post.id).await.is_some());
}

pub async fn a_unit_of_work_reads_its_own_writes(scene: &Scene) {
    let alice = a_user("alice").build(&scene.ids, &scene.clock);
    let post = a_post("mine").build(&alice, &scene.ids, &scene.clock);
    let comment = a_comment("mine too").build(&alice, &post, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let hash = thoughts_use_cases::accounts::PasswordHash::new("$hash".to_owned());
    work.users()
        .insert(&alice, Some(hash))
        .await
        .expect("insert");
    work.posts().insert(&post).await.expect("insert");
    let inserted = work.comments().insert(&comment).await.expect("insert");
    assert!(matches!(inserted, CommentInsertion::Inserted(_)));
    let own = work
        .users()
        .view(alice.id)
        .await
        .expect("view")
        .expect("alice");
    assert_eq!(own.profile.post_count, 1);
    let seen = work
        .posts()
        .view(post.id, None)
        .await
        .expect("view")
        .expect("the post");
    assert_eq!(seen.comment_count, 1);
    let found = work
        .comments()
        .find(comment.id, alice.id)
        .await
        .expect("find");
    assert_eq!(found, Some(comment));
    let handles = ["alice".to_owned()];
    let resolved = work
        .users()
        .resolve_handles(&handles, alice.id, scene.now())
        .await
        .expect("resolve");
    assert_eq!(resolved.len(), 1);
}

pub async fn writers_at_once_on_one_post_count_exactly(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let write = async |name: &str| {
        for number in 0..5 {
            let body = format!("{name} {number}");
            let comment = scene.reply(&alice, &post, &top, &body).await;
            if number % 2 == 0 {
                scene.delete_comment(&comment).await;
            }
        }
    };
    tokio::join!(write("one"), write("two"), write("three"), write("four"));
    assert_eq!(scene.comment_count(post.id).await, 9);
    assert_eq!(scene.reply_count(top.id).await, 8);
    scene.assert_sound().await;
}

pub async fn writers_at_once_on_one_author_count_exactly(scene: &Scene) {
    let alice = scene.register("alice").await;
    let write = async |name: &str| {
        for number in 0..4 {
            let post = scene.publish(&alice, &format!("{name} {number}")).await;
            if number == 0 {
                scene.delete_post(&post).await;
            }
        }
    };
    tokio::join!(write("one"), write("two"), write("three"), write("four"));
    assert_eq!(scene.post_count(alice.id).await, 12);
    scene.assert_sound().await;
}

pub async fn edits_at_once_lose_no_version(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "first").await;
    let edit = async |name: &str| {
        for number in 0..4 {
            scene
                .edit_post(&mut post.clone(), &format!("{name} {number}"))
                .await;
        }
    };
    tokio::join!(edit("one"), edit("two"), edit("three"));
    let page = scene
        .adapter
        .posts
        .edits(post.id, None, &super::walk::first(100))
        .await;
    let edits = page.expect("edits").value.expect("the post").items;
    let versions: Vec<_> = edits.iter().map(|e| e.version).collect();
    assert_eq!(versions, (1..=13).rev().collect::<Vec<_>>());
}

pub async fn a_post_deleted_under_its_comments_leaves_nothing(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let insert = async || {
        let comment = a_comment("hm").build(&alice, &post, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let said = work.comments().insert(&comment).await.expect("insert");
        match said {
            CommentInsertion::Inserted(_) => work.commit().await.expect("commit"),
            other => assert_eq!(other, CommentInsertion::PostGone),
        }
        comment.id
    };
    let (one, two, (), three) =
        tokio::join!(insert(), insert(), scene.delete_post(&post), insert());
    for id in [one, two, three] {
        assert_eq!(scene.comment_view(id).await, None);
    }
    scene.assert_sound().await;
}
