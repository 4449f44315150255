//! Home feeds of readers whose sources are few among very many.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use thoughts_domain::accounts::User;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::PostId;
use thoughts_domain::time::Timestamp;
use thoughts_testing::builders::a_user;
use thoughts_testing::contract::Scene;
use thoughts_use_cases::feed::FeedQueries;
use thoughts_use_cases::paging::{Direction, PageLimit, PageRequest, TimeKey};

use crate::database::Database;

/// More posts of strangers than a walk looks at.
const CROWD: &str = "INSERT INTO posts (id, author_id, body, created_at, version)
    SELECT 'p' || substr(md5('crowd' || n), 1, 23), $1, 'a post', $2::timestamptz
        + n * interval '1 microsecond', 1
    FROM generate_series(1, 10500) n";

/// Enough followed users that a walk is tried.
async fn follow_many(scene: &Scene, reader: &User, friend: &User) {
    let mut work = scene.begin().await;
    for number in 0..260 {
        let silent = a_user(&format!("silent_{number}")).build(&scene.ids, &scene.clock);
        work.users().insert(&silent, None).await.expect("insert");
        let followed = if number == 0 { friend.id } else { silent.id };
        let begun = Relation::begin(RelationKind::Follow, reader.id, 1, followed, scene.now());
        let (relation, _) = begun.expect("somebody else");
        assert!(work.graph().begin(&relation).await.expect("begin"));
    }
    work.commit().await.expect("commit");
}

async fn page(
    storage: &impl FeedQueries,
    reader: &User,
    from: Option<(Direction, TimeKey)>,
) -> (Vec<PostId>, Option<TimeKey>, Option<TimeKey>) {
    let limit = PageLimit::new(3).expect("a limit");
    let read = storage.home(reader.id, &PageRequest { limit, from }).await;
    let page = read.expect("a feed").value;
    let posts = page.items.iter().map(|item| item.post.id).collect();
    (posts, page.next, page.prev)
}

/// However many follow an author, his post is written beside them: it touches no row of theirs.
#[tokio::test]
async fn a_post_waits_for_none_of_its_authors_followers() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let fan = scene.register("fan").await;
    scene.relate(RelationKind::Follow, &fan, &author).await;
    let sql = database.sql().await;
    let mut held = sql.begin().await.expect("a transaction");
    for lock in [
        "SELECT FROM follows FOR UPDATE",
        "SELECT FROM users WHERE handle = 'fan' FOR UPDATE",
    ] {
        sqlx::query(lock).execute(&mut *held).await.expect("locked");
    }
    let write = scene.publish(&author, "to all who follow");
    let post = tokio::time::timeout(Duration::from_secs(5), write).await;
    let post = post.expect("nobody was waited for");
    let (feed, ..) = page(&*storage, &fan, None).await;
    assert_eq!(feed, [post.id], "and is seen at once");
    held.rollback().await.expect("let go");
}

/// A post may go after its place was found and before it is read: the page is then made again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_are_full_while_posts_go() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let mut posts = VecDeque::new();
    for _ in 0..20 {
        posts.push_back(scene.publish(&author, "a post").await);
    }
    let writer = (Arc::clone(&scene), author.clone());
    let writing = tokio::spawn(async move {
        let (scene, author) = writer;
        for _ in 0..150 {
            posts.push_back(scene.publish(&author, "a post").await);
            // The newest but one: it stands on the page that is read.
            let gone = posts.remove(posts.len() - 2).expect("a post");
            scene.delete_post(&gone).await;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    let mut pages = 0;
    while !writing.is_finished() {
        let (rows, next, _) = page(&*storage, &author, None).await;
        assert_eq!(rows.len(), 3);
        assert!(next.is_some());
        pages += 1;
    }
    writing.await.expect("no panic");
    assert!(pages > 10, "only {pages} pages were read");
}

#[tokio::test]
async fn a_walk_that_gives_up_is_gone_on_with_source_by_source() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let reader = scene.register("reader").await;
    let friend = scene.register("friend").await;
    let stranger = scene.register("stranger").await;
    follow_many(&scene, &reader, &friend).await;
    let mut expected = Vec::new();
    for number in 0..5 {
        let author = [&friend, &stranger][number % 2];
        let post = scene.publish(author, "an old post").await;
        if number % 2 == 1 {
            scene.react(&friend, Reaction::Repost(post.id)).await;
        }
        expected.insert(0, post.id);
    }
    let crowded = scene.now();
    sqlx::query(CROWD)
        .bind(stranger.id.as_str())
        .bind(crowded.to_string())
        .execute(&database.sql().await)
        .await
        .expect("a crowd");
    let newest = Timestamp::from_micros(crowded.as_micros() + 20_000);
    scene.clock.set(newest);
    expected.insert(0, scene.publish(&reader, "the newest").await.id);

    // The first page has one row on this side of the crowd, and two beyond it.
    let (first, next, prev) = page(&*storage, &reader, None).await;
    assert_eq!((&first[..], prev), (&expected[..3], None));
    let next = next.expect("a second page");
    let (second, end, prev) = page(&*storage, &reader, Some((Direction::Forward, next))).await;
    assert_eq!((&second[..], end), (&expected[3..], None));
    let prev = prev.expect("a page before");
    let back = page(&*storage, &reader, Some((Direction::Backward, prev))).await;
    assert_eq!(back, (first, Some(next), None));
}
