//! Many react to one post: counters stay exact, and nobody waits for another's commit.

use std::sync::Arc;

use sqlx::PgPool;
use thoughts_domain::accounts::User;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::PostId;
use thoughts_testing::contract::Scene;
use thoughts_use_cases::engagement::{CounterFolding, Reacting};
use thoughts_use_cases::integrity::IntegrityCheck;
use thoughts_use_cases::paging::PageLimit;
use thoughts_use_cases::storage::UnitOfWork;
use tokio::task::JoinSet;

use crate::database::Database;

/// What stands in the post's own row, in how many slots more is counted, and whether it is marked.
async fn stored(sql: &PgPool, post: PostId) -> (i64, i64, bool) {
    sqlx::query_as(
        "SELECT like_count, (SELECT count(*) FROM counter_slots WHERE post_id = $1), has_slots
         FROM posts WHERE id = $1",
    )
    .bind(post.as_str())
    .fetch_one(sql)
    .await
    .expect("a post")
}

async fn shown(scene: &Scene, post: PostId) -> (u64, u64) {
    let view = scene.post(post).await.expect("a post");
    (view.like_count, view.repost_count)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_two_like_and_unlike_one_post() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "hot").await.id;
    let mut tasks = JoinSet::new();
    for number in 0..32_u32 {
        let fan = scene.register(&format!("fan_{number}")).await;
        let scene = Arc::clone(&scene);
        tasks.spawn(async move {
            let (like, repost) = (Reaction::LikePost(post), Reaction::Repost(post));
            for _ in 0..4 {
                scene.react(&fan, like).await;
                scene.react(&fan, repost).await;
                scene.take_back(&fan, like).await;
                scene.take_back(&fan, repost).await;
            }
            scene.react(&fan, like).await;
            if number % 4 == 0 {
                scene.react(&fan, repost).await;
            }
        });
    }
    let folder = Arc::clone(&storage);
    let folding = tokio::spawn(async move {
        loop {
            folder.fold(10).await.expect("folded");
            tokio::task::yield_now().await;
        }
    });
    while let Some(done) = tasks.join_next().await {
        done.expect("no panic");
    }
    folding.abort();
    assert_eq!(shown(&scene, post).await, (32, 8));
    scene.assert_sound().await;
    while storage.fold(10).await.expect("folded") > 0 {}
    assert_eq!(shown(&scene, post).await, (32, 8));
    assert_eq!(stored(&database.sql().await, post).await, (32, 0, false));
    scene.assert_sound().await;
}

async fn liking(scene: &Scene, post: PostId, by: &User) -> Box<dyn UnitOfWork> {
    let mut work = scene.begin().await;
    let like = Reaction::LikePost(post);
    let reacting = work.engagement().begin(like, by.id, scene.now()).await;
    assert!(matches!(reacting, Ok(Reacting::Begun(_))), "{reacting:?}");
    work
}

#[tokio::test]
async fn who_meets_another_marks_the_post_and_then_nobody_waits() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let mut fans = Vec::new();
    for number in 0..4 {
        fans.push(scene.register(&format!("fan_{number}")).await);
    }
    let mut post = scene.publish(&author, "hot").await;
    let like = Reaction::LikePost(post.id);
    let sql = database.sql().await;
    scene.react(&author, like).await;
    assert_eq!(stored(&sql, post.id).await, (1, 0, false));

    // The second waits for the first, once.
    let first = liking(&scene, post.id, &fans[0]).await;
    let (other, fan, hot) = (Arc::clone(&scene), fans[1].clone(), post.id);
    let second = tokio::spawn(async move {
        let work = liking(&other, hot, &fan).await;
        work.commit().await.expect("commit");
    });
    loop {
        let waiting: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
        .fetch_one(&sql)
        .await
        .expect("a count");
        if waiting > 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    first.commit().await.expect("commit");
    second.await.expect("no panic");
    assert_eq!(stored(&sql, post.id).await, (3, 0, true));

    // From then on nobody does: each of these would time out if it waited for one before it.
    let third = liking(&scene, post.id, &fans[2]).await;
    let fourth = liking(&scene, post.id, &fans[3]).await;
    scene
        .comment(&author, &post, "comments do not either")
        .await;
    scene.edit_post(&mut post, "nor do edits").await;
    fourth.commit().await.expect("commit");
    assert_eq!(shown(&scene, post.id).await, (4, 0));
    third.commit().await.expect("commit");
    assert_eq!(stored(&sql, post.id).await, (3, 2, true));
    assert_eq!(shown(&scene, post.id).await, (5, 0));
    scene.assert_sound().await;

    // One fold takes the slots, the next one the mark.
    for expected in [(5, 0, true), (5, 0, false)] {
        assert_eq!(storage.fold(10).await.expect("folded"), 1);
        assert_eq!(stored(&sql, post.id).await, expected);
        assert_eq!(shown(&scene, post.id).await, (5, 0));
    }
    assert_eq!(storage.fold(10).await.expect("folded"), 0);
}

#[tokio::test]
async fn a_mark_stays_while_somebody_is_reacting() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let (author, fan) = (scene.register("author").await, scene.register("fan").await);
    let post = scene.publish(&author, "hot").await;
    let sql = database.sql().await;
    mark(&sql, post.id).await;
    let held = liking(&scene, post.id, &fan).await;
    assert_eq!(storage.fold(10).await.expect("folded"), 1);
    assert_eq!(stored(&sql, post.id).await, (0, 0, true));
    held.commit().await.expect("commit");
    assert_eq!(stored(&sql, post.id).await, (0, 1, true));
    assert_eq!(shown(&scene, post.id).await, (1, 0));
    scene.assert_sound().await;
}

async fn mark(sql: &PgPool, post: PostId) {
    sqlx::query("UPDATE posts SET has_slots = true WHERE id = $1")
        .bind(post.as_str())
        .execute(sql)
        .await
        .expect("marked");
}

#[tokio::test]
async fn slots_go_below_zero_and_with_their_post() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "hot").await;
    let sql = database.sql().await;
    for reaction in [Reaction::LikePost(post.id), Reaction::Repost(post.id)] {
        scene.react(&author, reaction).await;
    }
    mark(&sql, post.id).await;
    for reaction in [Reaction::LikePost(post.id), Reaction::Repost(post.id)] {
        scene.take_back(&author, reaction).await;
    }
    let (column, slots, _) = stored(&sql, post.id).await;
    assert!(column == 1 && slots > 0);
    assert_eq!(shown(&scene, post.id).await, (0, 0));
    let together = scene
        .adapter
        .comments
        .with_post(post.id, None, PageLimit::default());
    let together = together.await.expect("a read").value.expect("a post");
    assert_eq!(
        (together.post.like_count, together.post.repost_count),
        (0, 0)
    );
    scene.assert_sound().await;
    scene.delete_post(&post).await;
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM counter_slots")
        .fetch_one(&sql)
        .await
        .expect("a count");
    assert_eq!(left, 0);
}

#[tokio::test]
async fn reactions_to_a_marked_post_do_not_wait_for_an_edit() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "hot").await;
    mark(&database.sql().await, post.id).await;
    let mut editing = scene.begin().await;
    let locked = editing.posts().lock(post.id).await.expect("lock");
    assert!(locked.is_some());
    for reaction in [
        Reaction::LikePost(post.id),
        Reaction::Repost(post.id),
        Reaction::Bookmark(post.id),
    ] {
        assert!(scene.react(&author, reaction).await);
        assert!(scene.take_back(&author, reaction).await);
        assert!(scene.react(&author, reaction).await);
    }
    drop(editing);
    assert_eq!(shown(&scene, post.id).await, (1, 1));
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_repair_minds_what_stands_beside_a_row() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let post = scene.publish(&author, "hot").await;
    scene.react(&author, Reaction::LikePost(post.id)).await;
    let sql = database.sql().await;
    mark(&sql, post.id).await;
    sqlx::query("INSERT INTO counter_slots (post_id, backend, likes) VALUES ($1, 1, 4)")
        .bind(post.id.as_str())
        .execute(&sql)
        .await
        .expect("broken");
    let found = storage.verify(true).await.expect("repaired");
    let found: Vec<_> = found.iter().map(|f| (f.check, f.repaired)).collect();
    assert_eq!(found, [("posts.like_count", true)]);
    assert_eq!(stored(&sql, post.id).await, (-3, 1, true));
    assert_eq!(shown(&scene, post.id).await, (1, 0));
    scene.assert_sound().await;
}
