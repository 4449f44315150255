//! The position that comes with every read.

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::CommentOrder;
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::posts::PostFilter;

use super::Scene;
use super::walk::{first, limit};

/// The position of every kind of read.
async fn all(scene: &Scene, user: UserId, post: PostId, comment: CommentId) -> Vec<EventPosition> {
    let adapter = &scene.adapter;
    let handle = crate::builders::handle("somebody");
    let by_handle = adapter.accounts.profile_by_handle(&handle, None).await;
    let of_post = adapter
        .comments
        .of_post(post, CommentOrder::Oldest, None, &first(5))
        .await;
    let fresh = RankingId::new(scene.id());
    let now = scene.now();
    vec![
        adapter
            .accounts
            .profile(user, None)
            .await
            .expect("read")
            .position,
        by_handle.expect("read").position,
        adapter
            .accounts
            .profiles(None, &first(5))
            .await
            .expect("read")
            .position,
        adapter
            .accounts
            .own_account(user)
            .await
            .expect("read")
            .position,
        adapter
            .accounts
            .sessions(user, &first(5), now)
            .await
            .expect("read")
            .position,
        adapter.posts.post(post, None).await.expect("read").position,
        adapter
            .posts
            .feed(&PostFilter::default(), None, &first(5))
            .await
            .expect("read")
            .position,
        adapter
            .posts
            .edits(post, None, &first(5))
            .await
            .expect("read")
            .position,
        adapter
            .comments
            .comment(comment, None)
            .await
            .expect("read")
            .position,
        of_post.expect("read").position,
        adapter
            .comments
            .with_post(post, None, limit(5))
            .await
            .expect("read")
            .position,
        adapter
            .comments
            .top_of_post(post, None, &first(5), fresh, now)
            .await
            .expect("read")
            .position,
        adapter
            .comments
            .replies(comment, None, &first(5))
            .await
            .expect("read")
            .position,
        adapter
            .comments
            .by_user(user, None, &first(5))
            .await
            .expect("read")
            .position,
    ]
}

async fn world(scene: &Scene) -> (User, Post, Comment) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let comment = scene.comment(&alice, &post, "a comment").await;
    (alice, post, comment)
}

pub async fn every_read_tells_the_head_of_a_quiet_log(scene: &Scene) {
    let (alice, post, comment) = world(scene).await;
    scene.sequence().await;
    let head = scene.adapter.log.head().await.expect("head");
    assert_eq!(head.number, 3);
    for position in all(scene, alice.id, post.id, comment.id).await {
        assert_eq!(position, head);
    }
}

pub async fn reads_that_find_nothing_tell_it_too(scene: &Scene) {
    let (user, post) = (UserId::new(scene.id()), PostId::new(scene.id()));
    let comment = CommentId::new(scene.id());
    let empty = scene.adapter.log.head().await.expect("head");
    for position in all(scene, user, post, comment).await {
        assert_eq!(position, empty);
    }
    world(scene).await;
    scene.sequence().await;
    for position in all(scene, user, post, comment).await {
        assert_eq!((position.epoch, position.number), (empty.epoch.clone(), 3));
    }
}

pub async fn reading_then_streaming_from_there_misses_nothing(scene: &Scene) {
    let alice = scene.register("alice").await;
    for number in 0..8 {
        scene.publish(&alice, &format!("post {number}")).await;
        if number % 3 == 0 {
            scene.sequence().await;
        }
        let page = scene
            .adapter
            .posts
            .feed(&PostFilter::default(), None, &first(100))
            .await;
        let page = page.expect("feed");
        scene.publish(&alice, &format!("after {number}")).await;
        let log = scene.log().await;
        let mut seen: Vec<_> = page.value.items.iter().map(|post| post.id.raw()).collect();
        // What was read covers every event up to its position.
        for event in log.iter().filter(|e| e.position <= page.position.number) {
            let known = event.aggregate_type != "post" || seen.contains(&event.aggregate_id);
            assert!(known, "{event:?} is behind the position but was not read");
        }
        // The stream from there brings the rest.
        let later = log.iter().filter(|e| e.position > page.position.number);
        seen.extend(later.map(|event| event.aggregate_id));
        for event in log.iter().filter(|e| e.aggregate_type == "post") {
            assert!(seen.contains(&event.aggregate_id), "{event:?} was missed");
        }
    }
}

pub async fn the_snapshot_holds_while_others_write(scene: &Scene) {
    let alice = scene.register("alice").await;
    let write = async || {
        for number in 0..12 {
            scene.publish(&alice, &format!("post {number}")).await;
            scene.adapter.log.sequence(100).await.expect("sequence");
        }
    };
    let read = async || {
        let mut pages = Vec::new();
        for _ in 0..24 {
            let page = scene
                .adapter
                .posts
                .feed(&PostFilter::default(), None, &first(100))
                .await;
            pages.push(page.expect("feed"));
            tokio::task::yield_now().await;
        }
        pages
    };
    let ((), pages) = tokio::join!(write(), read());
    let log = scene.log().await;
    for page in pages {
        let published = log.iter().filter(|event| {
            event.aggregate_type == "post" && event.position <= page.position.number
        });
        for event in published {
            let seen = page
                .value
                .items
                .iter()
                .any(|p| p.id.raw() == event.aggregate_id);
            assert!(seen, "position {} is ahead of its rows", page.position);
        }
    }
}
