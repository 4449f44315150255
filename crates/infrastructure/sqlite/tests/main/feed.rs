//! Home feeds of readers whose sources are few among very many.

use thoughts_domain::accounts::User;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::PostId;
use thoughts_domain::time::Timestamp;
use thoughts_testing::builders::a_user;
use thoughts_testing::contract::Scene;
use thoughts_use_cases::feed::FeedQueries;
use thoughts_use_cases::paging::{Direction, PageLimit, PageRequest, TimeKey};

use crate::support::database;

/// More posts of strangers than a walk looks at.
const CROWD: &str = "WITH RECURSIVE crowd (n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM crowd WHERE n < 10500)
    INSERT INTO posts (id, author_id, body, hashtags, mention_ids, created_at, version)
    SELECT printf('p%023d', n), ?1, 'a post', '', '', ?2 + n, 1 FROM crowd";

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

#[tokio::test]
async fn a_walk_that_gives_up_is_gone_on_with_source_by_source() {
    let database = database().await;
    let scene = database.scene();
    let storage = &database.storage;
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
        .bind(crowded.as_micros())
        .execute(&mut database.outside().await)
        .await
        .expect("a crowd");
    let newest = Timestamp::from_micros(crowded.as_micros() + 20_000);
    scene.clock.set(newest);
    expected.insert(0, scene.publish(&reader, "the newest").await.id);

    // The first page has one row on this side of the crowd, and two beyond it.
    let (first, next, prev) = page(&**storage, &reader, None).await;
    assert_eq!((&first[..], prev), (&expected[..3], None));
    let next = next.expect("a second page");
    let (second, end, prev) = page(&**storage, &reader, Some((Direction::Forward, next))).await;
    assert_eq!((&second[..], end), (&expected[3..], None));
    let prev = prev.expect("a page before");
    let back = page(&**storage, &reader, Some((Direction::Backward, prev))).await;
    assert_eq!(back, (first, Some(next), None));
}
