//! Erasing an account with all that it wrote, and repairing what was broken past the adapter.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::ids::CommentId;
use thoughts_testing::contract::Scene;
use thoughts_use_cases::comments::CommentView;
use thoughts_use_cases::erasure::{ContinueErasure, ContinueErasureUseCase, ERASURE_BATCH};
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::integrity::IntegrityCheck;

use crate::database::Database;

async fn comment(scene: &Scene, id: CommentId) -> Option<CommentView> {
    scene
        .adapter
        .comments
        .comment(id, None)
        .await
        .expect("a read")
        .value
}

#[tokio::test]
async fn tombstones_hold_what_stands_and_go_with_the_last() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let (leaver, stayer) = (
        scene.register("leaver").await,
        scene.register("stayer").await,
    );
    let own = scene.publish(&leaver, "mine").await;
    scene.comment(&stayer, &own, "goes with it").await;
    let post = scene.publish(&stayer, "stays").await;
    // Stays as a tombstone: somebody else's reply stands under it.
    let held = scene.comment(&leaver, &post, "held").await;
    let reply = scene.reply(&stayer, &post, &held, "reply").await;
    // Goes, and so does the tombstone above it that it alone held.
    let tombstone = scene.comment(&stayer, &post, "a tombstone soon").await;
    let between = scene.reply(&leaver, &post, &tombstone, "between").await;
    let leaf = scene.reply(&leaver, &post, &between, "leaf").await;
    scene.delete_comment(&tombstone).await;
    // Under somebody's live comment: counted off it.
    let answer = scene.reply(&leaver, &post, &reply, "answer").await;

    scene.erase(&leaver, ContentRemoval::Delete).await;

    for gone in [&tombstone, &between, &leaf, &answer] {
        assert_eq!(comment(&scene, gone.id).await, None, "{:?}", gone.body);
    }
    let held = comment(&scene, held.id).await.expect("a tombstone");
    assert!(held.deleted && held.author.is_none() && held.body.is_none());
    assert_eq!((held.reply_count, held.version), (1, 2));
    assert_eq!(
        comment(&scene, reply.id)
            .await
            .expect("a reply")
            .reply_count,
        0
    );
    let post = scene
        .adapter
        .posts
        .post(post.id, None)
        .await
        .expect("a read")
        .value;
    assert_eq!(post.expect("a post").comment_count, 1);
    assert_eq!(
        scene
            .adapter
            .posts
            .post(own.id, None)
            .await
            .expect("a read")
            .value,
        None
    );
    while storage.sequence(100).await.expect("sequenced") > 0 {}
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test]
async fn what_was_broken_is_found_and_repaired() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "a post").await;
    let top = scene.comment(&author, &post, "top").await;
    let reply = scene.reply(&author, &post, &top, "reply").await;
    while storage.sequence(100).await.expect("sequenced") > 0 {}
    let sql = database.sql().await;
    sqlx::raw_sql(
        "UPDATE users SET post_count = 7, follower_count = 2, following_count = 3; UPDATE posts SET comment_count = 0, like_count = 5, repost_count = 6;
         UPDATE comments SET like_count = 7 WHERE depth = 0;
         UPDATE comments SET reply_count = 3;
         UPDATE comments SET deleted_at = now(), author_id = NULL, body = NULL WHERE depth = 1;
         UPDATE event_head SET position = 9",
    )
    .execute(&sql)
    .await
    .expect("broken");
    let told = |findings: Vec<thoughts_use_cases::integrity::Finding>| {
        findings
            .into_iter()
            .map(|f| (f.check, f.subject, f.detail, f.repaired))
            .collect::<Vec<_>>()
    };
    let (user, post, top, reply) = (author.id, post.id, top.id, reply.id);
    let expected = |repaired: bool| {
        let reply_detail = "stored 3, counted 0".to_owned();
        let row = |check, subject: &dyn ToString, detail: &str| {
            (check, subject.to_string(), detail.to_owned(), repaired)
        };
        let bare = "nothing stands under this tombstone";
        let mut list = vec![
            row("comments.tombstone", &reply, bare),
            row("users.post_count", &user, "stored 7, counted 1"),
            row("users.follower_count", &user, "stored 2, counted 0"),
            row("users.following_count", &user, "stored 3, counted 0"),
            row("posts.comment_count", &post, "stored 0, counted 1"),
            row("posts.like_count", &post, "stored 5, counted 0"),
            row("posts.repost_count", &post, "stored 6, counted 0"),
            row("comments.like_count", &top, "stored 7, counted 0"),
            row("comments.reply_count", &top, &reply_detail),
        ];
        if !repaired {
            list.push((
                "comments.reply_count",
                reply.to_string(),
                reply_detail,
                repaired,
            ));
            list[8..].sort();
        }
        list.push((
            "events.position",
            "9".to_owned(),
            "the head, but the last event is 4".to_owned(),
            false,
        ));
        list
    };
    assert_eq!(
        told(storage.verify(false).await.expect("verified")),
        expected(false)
    );
    assert_eq!(
        told(storage.verify(true).await.expect("repaired")),
        expected(true)
    );
    let left = told(storage.verify(false).await.expect("verified"));
    assert_eq!(left.len(), 1, "only the log needs a person: {left:?}");
    assert_eq!(storage.checks().len(), 12);
}

/// Many rows, put there past the adapter; ids of a letter and a number are as good as any.
const LONG_LIFE: &str = "
    INSERT INTO posts (id, author_id, body, created_at, version, comment_count)
    SELECT 'p' || lpad(n::text, 23, '0'), CASE WHEN n = 1 THEN :leaver ELSE :stayer END, 'a post',
        now(), 1, CASE WHEN n = 1 THEN 1500 ELSE 200 END
    FROM generate_series(1, 51) n;
    UPDATE users SET post_count = (SELECT count(*) FROM posts WHERE author_id = users.id);
    INSERT INTO comments (id, post_id, author_id, body, depth, created_at, version)
    SELECT 'c' || lpad(n::text, 23, '0'), 'p' || lpad((2 + n % 50)::text, 23, '0'), :leaver,
        'his', 0, now(), 1
    FROM generate_series(1, 10000) n;
    INSERT INTO comments (id, post_id, author_id, body, depth, created_at, version, reply_count)
    SELECT 't' || lpad(n::text, 23, '0'), 'p' || lpad('1', 23, '0'), :stayer, 'top', 0, now(), 1, 1
    FROM generate_series(1, 750) n;
    INSERT INTO comments (id, post_id, parent_id, author_id, body, depth, created_at, version)
    SELECT 'r' || lpad(n::text, 23, '0'), 'p' || lpad('1', 23, '0'), 't' || lpad(n::text, 23, '0'),
        :stayer, 'reply', 1, now(), 1
    FROM generate_series(1, 750) n;
";

#[tokio::test]
async fn a_long_life_goes_in_small_units_of_work() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let (leaver, stayer) = (
        scene.register("leaver").await,
        scene.register("stayer").await,
    );
    let sql = database.sql().await;
    let quoted = |id: String| format!("'{id}'");
    let filling = LONG_LIFE
        .replace(":leaver", &quoted(leaver.id.to_string()))
        .replace(":stayer", &quoted(stayer.id.to_string()));
    sqlx::raw_sql(sqlx::AssertSqlSafe(filling))
        .execute(&sql)
        .await
        .expect("a long life");
    let post = scene
        .publish(&stayer, "for those who write meanwhile")
        .await;
    while storage.sequence(100).await.expect("sequenced") > 0 {}
    assert_eq!(storage.verify(false).await.expect("verified"), []);

    scene.close_account(&leaver, ContentRemoval::Delete).await;
    let eraser = ContinueErasureUseCase {
        batch: ERASURE_BATCH,
        ..scene.eraser()
    };
    let count = async || -> i64 {
        let counted = sqlx::query_scalar("SELECT count(*) FROM comments WHERE post_id <> $1");
        let counted = counted.bind(post.id.as_str()).fetch_one(&sql).await;
        counted.expect("a count")
    };
    let mut before = count().await;
    assert_eq!(before, 11_500);
    let mut batches = 0;
    while eraser.execute(None).await.expect("a batch").is_some() {
        batches += 1;
        let after = count().await;
        let taken = before - after;
        assert!((0..=i64::from(ERASURE_BATCH)).contains(&taken), "{taken}");
        before = after;
        if batches % 50 == 0 {
            // Somebody else's turn, and everything is as it should be in between.
            scene.comment(&stayer, &post, "meanwhile").await;
            while storage.sequence(100).await.expect("sequenced") > 0 {}
            assert_eq!(storage.verify(false).await.expect("verified"), []);
        }
    }
    assert_eq!(before, 0);
    assert!(batches >= 115, "{batches}");
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test]
async fn a_job_that_another_holds_is_passed_over() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let (one, other) = (scene.register("one").await, scene.register("other").await);
    scene.close_account(&one, ContentRemoval::Delete).await;
    scene.close_account(&other, ContentRemoval::Delete).await;
    let claim = async || {
        let mut work = scene.begin().await;
        let job = work.erasures().claim(None, scene.now()).await;
        (work, job.expect("a claim").map(|job| job.user_id))
    };
    let (held, first) = claim().await;
    let (_also_held, second) = claim().await;
    assert_eq!((first, second), (Some(one.id), Some(other.id)));
    assert_eq!(claim().await.1, None);
    // Committed, so that the lock is gone when this returns.
    held.commit().await.expect("commit");
    assert_eq!(claim().await.1, Some(one.id));
}
