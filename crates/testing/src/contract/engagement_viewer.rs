//! What a reader has done, in every read that shows it to him.

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{RankingId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::{CommentOrder, CommentView, CommentViewer, RankedPage};
use thoughts_use_cases::paging::{Direction, PageRequest, RankKey, TimeKey};
use thoughts_use_cases::posts::{PostFilter, PostView, PostViewer};

use super::Scene;
use super::walk::{first, from, limit};

/// A post with a hashtag by `author` between two others, and a comment under another on it.
async fn town(scene: &Scene, author: &User) -> (Post, Comment, Comment) {
    scene.publish(author, "before").await;
    let post = scene.publish(author, "a post #tag").await;
    scene.publish(author, "after").await;
    let top = scene.comment(author, &post, "top").await;
    scene.comment(author, &post, "another").await;
    let reply = scene.reply(author, &post, &top, "reply").await;
    (post, top, reply)
}

/// The post, with the hashtag and one after it by its author, as each read shows it: by itself, within
/// a unit of work, with its comments, then in lists.
pub(super) async fn posts(scene: &Scene, post: &Post, viewer: Option<UserId>) -> Vec<PostView> {
    let mut shown = Vec::new();
    let queries = &scene.adapter.posts;
    shown.extend(queries.post(post.id, viewer).await.expect("a read").value);
    let mut work = scene.begin().await;
    shown.extend(work.posts().view(post.id, viewer).await.expect("a view"));
    drop(work);
    let both = scene
        .adapter
        .comments
        .with_post(post.id, viewer, limit(1))
        .await;
    shown.extend(both.expect("both").value.map(|both| both.post));
    let found = scene
        .adapter
        .search
        .posts_among(&[post.id], viewer, 5)
        .await;
    shown.extend(found.expect("those of a list").value);
    let at = |at, id| TimeKey { at, id };
    let above = from(
        2,
        Direction::Backward,
        at(post.created_at.minus(TICK), post.id.raw()),
    );
    for author in [None, Some(post.author_id)] {
        for hashtag in [None, Some("tag".to_owned())] {
            let filter = PostFilter { author, hashtag };
            for page in [first(20), above] {
                let read = queries.feed(&filter, viewer, &page).await;
                shown.extend(read.expect("a feed").value.items);
            }
        }
    }
    shown.retain(|view| view.id == post.id);
    assert_eq!(shown.len(), 12, "every read shows the post");
    shown
}

const TICK: std::time::Duration = std::time::Duration::from_micros(1);

/// The comments, each as every read shows it.
async fn comments(
    scene: &Scene,
    wanted: [&Comment; 2],
    viewer: Option<UserId>,
) -> Vec<CommentView> {
    let [top, reply] = wanted;
    let queries = &scene.adapter.comments;
    let mut shown = Vec::new();
    let mut work = scene.begin().await;
    for comment in wanted {
        let read = queries.comment(comment.id, viewer).await;
        shown.extend(read.expect("a read").value);
        let view = work.comments().view(comment.id, viewer).await;
        shown.extend(view.expect("a view"));
    }
    drop(work);
    let (post, author) = (top.post_id, top.author_id);
    for order in [CommentOrder::Oldest, CommentOrder::Newest] {
        let read = queries.of_post(post, order, viewer, &first(5)).await;
        shown.extend(read.expect("a list").value.expect("a post").items);
    }
    let both = queries.with_post(post, viewer, limit(5)).await;
    let both = both.expect("both").value.expect("a post");
    shown.extend(both.comments.items);
    // All on one page, and a part of a generation.
    for rows in [5, 1] {
        let (fresh, now) = (RankingId::new(scene.id()), scene.now());
        let page: PageRequest<RankKey> = first(rows);
        let ranked = queries.top_of_post(post, viewer, &page, fresh, now).await;
        let RankedPage::Page(page) = ranked.expect("top").value else {
            panic!("a page");
        };
        shown.extend(page.items);
    }
    let read = queries.replies(top.id, viewer, &first(5)).await;
    shown.extend(read.expect("replies").value.expect("a comment").items);
    let read = queries.by_user(author, viewer, &first(5)).await;
    shown.extend(read.expect("his").value.expect("a user").items);
    let count = |comment: &Comment| shown.iter().filter(|view| view.id == comment.id).count();
    assert_eq!((count(top), count(reply)), (8, 4), "every read shows them");
    shown
}

pub async fn every_read_of_a_post_shows_what_the_reader_has_done(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let (post, ..) = town(scene, &ada).await;
    let nothing = PostViewer::default();
    let reactions = [
        (
            Reaction::LikePost(post.id),
            PostViewer {
                liked: true,
                ..nothing
            },
        ),
        (
            Reaction::Repost(post.id),
            PostViewer {
                reposted: true,
                ..nothing
            },
        ),
        (
            Reaction::Bookmark(post.id),
            PostViewer {
                bookmarked: true,
                ..nothing
            },
        ),
    ];
    let expect = async |by: Option<UserId>, expected: Option<PostViewer>| {
        for view in posts(scene, &post, by).await {
            assert_eq!(view.viewer, expected);
        }
    };
    for (reaction, expected) in reactions {
        expect(Some(bob.id), Some(nothing)).await;
        scene.react(&bob, reaction).await;
        expect(Some(bob.id), Some(expected)).await;
        // What others did is not what he did.
        expect(Some(ada.id), Some(nothing)).await;
        expect(None, None).await;
        scene.take_back(&bob, reaction).await;
    }
    scene.relate(RelationKind::Follow, &bob, &ada).await;
    let following = PostViewer {
        following: true,
        ..nothing
    };
    expect(Some(bob.id), Some(following)).await;
    expect(Some(ada.id), Some(nothing)).await;
    scene.unrelate(RelationKind::Follow, &bob, &ada).await;
    expect(Some(bob.id), Some(nothing)).await;
}

pub async fn every_read_of_a_comment_shows_what_the_reader_has_done(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let (_, top, reply) = town(scene, &ada).await;
    let expect = async |liked: [bool; 2]| {
        for view in comments(scene, [&top, &reply], Some(bob.id)).await {
            let liked = (view.id == top.id && liked[0]) || (view.id == reply.id && liked[1]);
            assert_eq!(view.viewer, Some(CommentViewer { liked }), "{}", view.id);
        }
        for view in comments(scene, [&top, &reply], None).await {
            assert_eq!(view.viewer, None);
        }
        for view in comments(scene, [&top, &reply], Some(ada.id)).await {
            assert_eq!(view.viewer, Some(CommentViewer::default()));
        }
    };
    expect([false, false]).await;
    scene.react(&bob, Reaction::LikeComment(top.id)).await;
    expect([true, false]).await;
    scene.react(&bob, Reaction::LikeComment(reply.id)).await;
    expect([true, true]).await;
    scene.take_back(&bob, Reaction::LikeComment(top.id)).await;
    expect([false, true]).await;
    // Nobody likes a tombstone.
    scene.react(&bob, Reaction::LikeComment(top.id)).await;
    scene.delete_comment(&top).await;
    let read = scene.adapter.comments.comment(top.id, Some(bob.id)).await;
    let tombstone = read.expect("a read").value.expect("a tombstone");
    assert_eq!(tombstone.viewer, Some(CommentViewer::default()));
}
