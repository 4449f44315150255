//! The feeds of posts.

use std::cmp::Reverse;

use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::paging::{Direction, TimeKey};
use thoughts_use_cases::posts::PostFilter;

use super::Scene;
use super::walk::{first, from, walk};
use crate::builders::a_post;

fn by(author: Option<UserId>, hashtag: Option<&str>) -> PostFilter {
    PostFilter {
        author,
        hashtag: hashtag.map(str::to_owned),
    }
}

async fn walked(scene: &Scene, filter: &PostFilter, rows: u16) -> Vec<PostId> {
    let posts = walk(rows, async |request| {
        let page = scene.adapter.posts.feed(filter, None, &request).await;
        page.expect("feed").value
    });
    posts.await.into_iter().map(|post| post.id).collect()
}

fn newest_first(mut posts: Vec<Post>) -> Vec<PostId> {
    posts.sort_by_key(|post| Reverse((post.created_at, post.id)));
    posts.into_iter().map(|post| post.id).collect()
}

fn key(post: &Post) -> TimeKey {
    TimeKey {
        at: post.created_at,
        id: post.id.raw(),
    }
}

pub async fn an_empty_feed_is_one_empty_page(scene: &Scene) {
    let page = scene
        .adapter
        .posts
        .feed(&PostFilter::default(), None, &first(5))
        .await;
    let page = page.expect("feed").value;
    assert_eq!((page.items.len(), page.next, page.prev), (0, None, None));
}

pub async fn a_page_that_came_out_empty_leads_back_to_its_edge(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut posts = Vec::new();
    for number in 0..4 {
        posts.push(scene.publish(&alice, &format!("post {number}")).await);
    }
    posts.reverse();
    let filter = PostFilter::default();
    let read = async |request| {
        let page = scene.adapter.posts.feed(&filter, None, &request).await;
        let page = page.expect("feed").value;
        let ids: Vec<_> = page.items.iter().map(|post| post.id).collect();
        (ids, page.next, page.prev)
    };
    let (_, next, _) = read(first(2)).await;
    for post in &posts[2..] {
        scene.delete_post(post).await;
    }
    let forward = from(2, Direction::Forward, next.expect("more"));
    let (empty, next, prev) = read(forward).await;
    assert_eq!((empty, next), (Vec::new(), None));
    let back = from(2, Direction::Backward, prev.expect("a way back"));
    assert_eq!(read(back).await.0, [posts[0].id, posts[1].id]);

    let second = from(1, Direction::Forward, key(&posts[0]));
    let (_, _, prev) = read(second).await;
    scene.delete_post(&posts[0]).await;
    let backward = from(1, Direction::Backward, prev.expect("something before it"));
    let (empty, next, prev) = read(backward).await;
    assert_eq!((empty, prev), (Vec::new(), None));
    let forth = from(1, Direction::Forward, next.expect("a way on"));
    assert_eq!(read(forth).await.0, [posts[1].id]);
}

pub async fn newest_first_with_ties_broken_by_id(scene: &Scene) {
    let alice = scene.register("alice").await;
    let moment = scene.now();
    let mut posts = Vec::new();
    for number in 0..12 {
        let at = if number % 4 == 3 { scene.now() } else { moment };
        let post = a_post(&format!("post {number}")).at(at);
        let post = post.build(&alice, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        posts.push(post);
    }
    let expected = newest_first(posts);
    for rows in [1, 2, 5, 11, 12, 13] {
        assert_eq!(walked(scene, &PostFilter::default(), rows).await, expected);
    }
}

pub async fn filters_hold_each_and_together(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let moment = scene.now();
    let mut posts = Vec::new();
    for number in 0..24 {
        let author = if number % 3 == 0 { &alice } else { &bob };
        let body = ["plain", "with #one", "with #two and #one", "with #One_more"][number % 4];
        let at = if number < 12 { moment } else { scene.now() };
        let post = a_post(body).at(at).build(author, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        posts.push(post);
    }
    let tags = [
        None,
        Some("one"),
        Some("two"),
        Some("one_more"),
        Some("none"),
    ];
    for author in [None, Some(alice.id), Some(bob.id)] {
        for tag in tags {
            let wanted = posts.iter().filter(|post| {
                author.is_none_or(|author| post.author_id == author)
                    && tag.is_none_or(|tag| post.body.hashtags().iter().any(|t| t == tag))
            });
            let expected = newest_first(wanted.cloned().collect());
            let seen = walked(scene, &by(author, tag), 2).await;
            assert_eq!(seen, expected, "{author:?} {tag:?}");
        }
    }
}

pub async fn an_edited_post_moves_between_hashtags_and_keeps_its_place(scene: &Scene) {
    let alice = scene.register("alice").await;
    let older = scene.publish(&alice, "older #new").await;
    let mut edited = scene.publish(&alice, "edited #old").await;
    let newer = scene.publish(&alice, "newer #new").await;
    scene.edit_post(&mut edited, "edited #new").await;
    assert_eq!(walked(scene, &by(None, Some("old")), 2).await, []);
    let seen = walked(scene, &by(None, Some("new")), 2).await;
    assert_eq!(seen, [newer.id, edited.id, older.id]);
}

pub async fn a_deleted_post_leaves_every_feed(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "short #tag").await;
    scene.delete_post(&post).await;
    for filter in [
        by(None, None),
        by(Some(alice.id), None),
        by(None, Some("tag")),
    ] {
        assert_eq!(walked(scene, &filter, 2).await, []);
    }
}

pub async fn next_is_none_exactly_at_a_full_last_page(scene: &Scene) {
    let alice = scene.register("alice").await;
    for number in 0..4 {
        scene.publish(&alice, &format!("post {number}")).await;
    }
    let feed = async |request| {
        let page = scene
            .adapter
            .posts
            .feed(&PostFilter::default(), None, &request)
            .await;
        page.expect("feed").value
    };
    let page = feed(first(2)).await;
    let page = feed(from(
        2,
        Direction::Forward,
        page.next.expect("more follows"),
    ))
    .await;
    assert_eq!((page.items.len(), page.next), (2, None));
    assert_eq!(feed(first(4)).await.next, None);
    assert!(feed(first(3)).await.next.is_some());
}

pub async fn a_walk_misses_and_repeats_nothing_while_others_write(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut posts = Vec::new();
    for number in 0..6 {
        posts.push(scene.publish(&alice, &format!("post {number}")).await);
    }
    let feed = async |request| {
        let page = scene
            .adapter
            .posts
            .feed(&PostFilter::default(), None, &request)
            .await;
        page.expect("feed").value
    };
    let page = feed(first(2)).await;
    scene.publish(&alice, "newer than the walk").await;
    scene.delete_post(&posts[4]).await;
    let page = feed(from(3, Direction::Forward, page.next.expect("more"))).await;
    let seen: Vec<_> = page.items.iter().map(|post| post.id).collect();
    assert_eq!(seen, [posts[3].id, posts[2].id, posts[1].id]);
}

pub async fn an_edge_that_has_gone_still_names_its_place(scene: &Scene) {
    let alice = scene.register("alice").await;
    let older = scene.publish(&alice, "older").await;
    let edge = scene.publish(&alice, "edge").await;
    let newer = scene.publish(&alice, "newer").await;
    scene.delete_post(&edge).await;
    let filter = PostFilter::default();
    for (way, expected) in [(Direction::Forward, &older), (Direction::Backward, &newer)] {
        let page = scene
            .adapter
            .posts
            .feed(&filter, None, &from(5, way, key(&edge)))
            .await;
        let seen: Vec<_> = page
            .expect("feed")
            .value
            .items
            .iter()
            .map(|p| p.id)
            .collect();
        assert_eq!(seen, [expected.id]);
    }
}

pub async fn a_backward_page_at_the_end_knows_that_nothing_follows(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "only").await;
    let edge = scene.publish(&alice, "edge").await;
    scene.delete_post(&post).await;
    let filter = PostFilter::default();
    let request = from(5, Direction::Backward, key(&post));
    let page = scene
        .adapter
        .posts
        .feed(&filter, None, &request)
        .await
        .expect("feed")
        .value;
    assert_eq!(
        page.items.iter().map(|p| p.id).collect::<Vec<_>>(),
        [edge.id]
    );
    assert_eq!((page.next, page.prev), (None, None));
}

pub async fn a_feed_shows_what_a_single_read_shows(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = a_post("#a @bob")
        .mentioning(&bob)
        .build(&alice, &scene.ids, &scene.clock);
    scene.insert_post(&post).await;
    scene.comment(&bob, &post, "hm").await;
    let single = scene.post(post.id).await.expect("the post");
    assert_eq!((single.comment_count, single.mentions.len()), (1, 1));
    for filter in [
        by(None, None),
        by(Some(alice.id), None),
        by(None, Some("a")),
    ] {
        let page = scene.adapter.posts.feed(&filter, None, &first(5)).await;
        assert_eq!(
            page.expect("feed").value.items,
            std::slice::from_ref(&single)
        );
    }
}
