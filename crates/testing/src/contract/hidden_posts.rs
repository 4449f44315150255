//! What becomes of a post that a moderator hides.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::accounts::User;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, RankingId};
use thoughts_domain::moderation::Subject;
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::{CommentInsertion, CommentOrder, RankedPage};
use thoughts_use_cases::engagement::Reacting;
use thoughts_use_cases::paging::{PageRequest, RankKey};
use thoughts_use_cases::posts::PostFilter;

use super::Scene;
use super::hiding::{hide_post, moderator};
use super::notified;
use super::searched;
use super::walk::{first, limit, walk};
use crate::builders::a_comment;

async fn feed(scene: &Scene, filter: &PostFilter, me: &User, rows: u16) -> Vec<PostId> {
    let posts = walk(rows, async |request| {
        let page = scene
            .adapter
            .posts
            .feed(filter, Some(me.id), &request)
            .await;
        page.expect("a feed").value
    });
    posts.await.into_iter().map(|post| post.id).collect()
}

pub async fn a_hidden_post_is_in_no_list_and_pages_stay_full(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let mut posts = Vec::new();
    for number in 0..7 {
        posts.push(scene.publish(&alice, &format!("post {number} #tag")).await);
    }
    posts.reverse();
    let all: Vec<_> = posts.iter().map(|post| post.id).collect();
    for post in posts.iter().step_by(2) {
        hide_post(scene, &mo, post, true).await;
    }
    let shown: Vec<_> = all.iter().copied().skip(1).step_by(2).collect();
    let authors = [None, Some(alice.id)];
    for author in authors {
        for hashtag in [None, Some("tag".to_owned())] {
            let filter = PostFilter { author, hashtag };
            for rows in [1, 2, 4] {
                // For nobody: its author and moderators read it by its id.
                for viewer in [&alice, &mo] {
                    assert_eq!(
                        feed(scene, &filter, viewer, rows).await,
                        shown,
                        "{filter:?}"
                    );
                }
            }
        }
    }
    assert_eq!(scene.post_count(alice.id).await, 3);
    for post in posts.iter().step_by(2) {
        hide_post(scene, &mo, post, false).await;
    }
    let tagged = PostFilter {
        author: None,
        hashtag: Some("tag".to_owned()),
    };
    assert_eq!(feed(scene, &tagged, &mo, 3).await, all);
    assert_eq!(scene.post_count(alice.id).await, 7);
    scene.assert_sound().await;
}

/// Whether each read of one post, of what stands on it and of who reacted finds it.
async fn found(scene: &Scene, post: &Post, on_it: CommentId, viewer: Option<&User>) -> [bool; 9] {
    let viewer = viewer.map(|user| user.id);
    let (posts, comments) = (&scene.adapter.posts, &scene.adapter.comments);
    let (id, fresh) = (post.id, RankingId::new(scene.id()));
    let top: PageRequest<RankKey> = first(5);
    let ranked = comments
        .top_of_post(id, viewer, &top, fresh, scene.now())
        .await;
    let oldest = CommentOrder::Oldest;
    let listed = comments.of_post(id, oldest, viewer, &first(5)).await;
    let edits = posts.edits(id, viewer, &first(5)).await;
    let both = comments.with_post(id, viewer, limit(5)).await;
    let comment = comments.comment(on_it, viewer).await;
    let replies = comments.replies(on_it, viewer, &first(5)).await;
    let likes = scene.adapter.engagement.likes(id, viewer, &first(5)).await;
    let reposts = scene
        .adapter
        .engagement
        .reposts(id, viewer, &first(5))
        .await;
    [
        posts.post(id, viewer).await.expect("post").value.is_some(),
        edits.expect("edits").value.is_some(),
        both.expect("both").value.is_some(),
        listed.expect("a list").value.is_some(),
        ranked.expect("top").value != RankedPage::NoPost,
        comment.expect("comment").value.is_some(),
        replies.expect("replies").value.is_some(),
        likes.expect("likes").value.is_some(),
        reposts.expect("reposts").value.is_some(),
    ]
}

pub async fn its_author_and_moderators_read_it_by_its_id_and_nobody_else(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let [bob, carol] = [scene.register("bob").await, scene.register("carol").await];
    let post = scene.publish(&alice, "a post").await;
    let by_bob = scene.comment(&bob, &post, "a comment").await;
    scene.reply(&carol, &post, &by_bob, "an answer").await;
    let whole = scene.post(post.id).await.expect("a post");
    assert!(!whole.hidden);
    hide_post(scene, &mo, &post, true).await;
    for viewer in [None, Some(&carol)] {
        assert_eq!(found(scene, &post, by_bob.id, viewer).await, [false; 9]);
    }
    for viewer in [&alice, &mo] {
        assert_eq!(
            found(scene, &post, by_bob.id, Some(viewer)).await,
            [true; 9]
        );
        let seen = scene.adapter.posts.post(post.id, Some(viewer.id)).await;
        let seen = seen.expect("post").value.expect("a post");
        assert!(seen.hidden);
        assert_eq!((seen.body, seen.comment_count), (whole.body.clone(), 2));
        let both = scene
            .adapter
            .comments
            .with_post(post.id, Some(viewer.id), limit(5));
        let both = both.await.expect("both").value.expect("a post");
        assert!(both.post.hidden);
        assert_eq!(both.comments.items.len(), 1);
    }
    // Who wrote a comment on it still has that by its id, though in no list.
    let seen = found(scene, &post, by_bob.id, Some(&bob)).await;
    assert_eq!(
        seen,
        [false, false, false, false, false, true, false, false, false]
    );
    for viewer in [&bob, &mo] {
        let his = scene
            .adapter
            .comments
            .by_user(bob.id, Some(viewer.id), &first(5))
            .await;
        assert_eq!(his.expect("a list").value.expect("a user").items, []);
    }
    hide_post(scene, &mo, &post, false).await;
    assert_eq!(scene.post(post.id).await, Some(whole));
    assert_eq!(found(scene, &post, by_bob.id, None).await, [true; 9]);
}

pub async fn nobody_adds_anything_to_a_hidden_post(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    let liked = Reaction::LikePost(post.id);
    scene.react(&bob, liked).await;
    hide_post(scene, &mo, &post, true).await;
    for by in [&alice, &bob, &mo] {
        let answer = a_comment("more").build(by, &post, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let inserted = work.comments().insert(&answer).await.expect("insert");
        assert_eq!(inserted, CommentInsertion::PostGone);
        drop(work);
        for reaction in [
            liked,
            Reaction::Repost(post.id),
            Reaction::Bookmark(post.id),
            Reaction::LikeComment(comment.id),
        ] {
            let mut work = scene.begin().await;
            let begun = work.engagement().begin(reaction, by.id, scene.now()).await;
            assert_eq!(begun.expect("begin"), Reacting::NotFound, "{reaction:?}");
        }
    }
    let mut work = scene.begin().await;
    let owner = work
        .reports()
        .owner_of(Subject::Post(post.id), bob.id)
        .await;
    assert_eq!(owner.expect("an owner"), None);
    drop(work);
    // What was done before may be taken back.
    assert!(scene.take_back(&bob, liked).await);
    scene.assert_sound().await;
}

pub async fn search_and_hashtags_lose_it_and_find_it_again(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let post = scene.publish(&alice, "a rare word #rarity").await;
    searched::catch_up(scene).await;
    let wanted = searched::posts_with("rare");
    assert_eq!(searched::posts(scene, &wanted, None).await, [post.id]);
    hide_post(scene, &mo, &post, true).await;
    // At once, whatever its reader has done.
    assert!(
        searched::posts(scene, &wanted, Some(&alice))
            .await
            .is_empty()
    );
    let tag = scene
        .adapter
        .search
        .hashtags_among(&["rarity".to_owned()], 5)
        .await;
    assert!(tag.expect("hashtags").value.is_empty());
    assert!(
        scene
            .adapter
            .search
            .find_hashtags("rar")
            .await
            .expect("tags")
            .is_empty()
    );
    searched::catch_up(scene).await;
    let hits = scene.adapter.search.find_posts(&wanted).await;
    assert_eq!(hits.expect("hits"), []);
    searched::rebuild(scene).await;
    let hits = scene.adapter.search.find_posts(&wanted).await;
    assert_eq!(hits.expect("hits"), []);
    hide_post(scene, &mo, &post, false).await;
    searched::catch_up(scene).await;
    assert_eq!(searched::posts(scene, &wanted, None).await, [post.id]);
    let tags = scene
        .adapter
        .search
        .find_hashtags("rar")
        .await
        .expect("tags");
    assert_eq!((tags.len(), tags[0].post_count), (1, 1));
}

pub async fn what_is_told_of_it_is_hidden_with_it(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "for @bob").await;
    let other = scene.publish(&alice, "another").await;
    scene.comment(&bob, &post, "one").await;
    scene.comment(&bob, &other, "two").await;
    notified::catch_up(scene).await;
    let before = notified::list(scene, &alice).await;
    assert_eq!(
        (before.len(), notified::unread(scene, &alice).await),
        (2, 2)
    );
    hide_post(scene, &mo, &post, true).await;
    for rebuilt in [false, true] {
        let now = notified::list(scene, &alice).await;
        assert_eq!(
            (now.len(), now[0].post_id),
            (1, Some(other.id)),
            "{rebuilt}"
        );
        assert_eq!(notified::unread(scene, &alice).await, 1);
        notified::catch_up(scene).await;
        notified::rebuild(scene).await;
    }
    hide_post(scene, &mo, &post, false).await;
    notified::catch_up(scene).await;
    assert_eq!(notified::list(scene, &alice).await, before);
}

pub async fn it_is_counted_off_once_however_it_goes(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let [bob, carol] = [scene.register("bob").await, scene.register("carol").await];
    let posts = [
        scene.publish(&alice, "one").await,
        scene.publish(&alice, "two").await,
    ];
    for post in &posts {
        hide_post(scene, &mo, post, true).await;
    }
    scene.delete_post(&posts[0]).await;
    assert_eq!(scene.post_count(alice.id).await, 0);
    let mut work = scene.begin().await;
    assert_eq!(
        work.posts()
            .delete_some(posts[1].id, 10)
            .await
            .expect("gone"),
        1
    );
    work.commit().await.expect("commit");
    assert_eq!(scene.post_count(alice.id).await, 0);
    scene.assert_sound().await;
    for (author, content) in [
        (bob, ContentRemoval::Delete),
        (carol, ContentRemoval::Anonymise),
    ] {
        let post = scene.publish(&author, "a post").await;
        hide_post(scene, &mo, &post, true).await;
        scene.erase(&author, content).await;
        let seen = scene.adapter.posts.post(post.id, Some(mo.id)).await;
        let stays = content == ContentRemoval::Anonymise;
        assert_eq!(seen.expect("post").value.is_some(), stays);
        scene.assert_sound().await;
    }
}

pub async fn a_comment_that_waits_for_it_to_be_hidden_is_not_added(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let post = scene.publish(&alice, "a post").await;
    let comments: Vec<_> = (0..4)
        .map(|_| a_comment("hm").build(&alice, &post, &scene.ids, &scene.clock))
        .collect();
    let add = async || {
        for comment in &comments {
            let mut work = scene.begin().await;
            let inserted = work.comments().insert(comment).await.expect("insert");
            if matches!(inserted, CommentInsertion::Inserted(_)) {
                work.commit().await.expect("commit");
            }
        }
    };
    tokio::join!(add(), hide_post(scene, &mo, &post, true));
    scene.assert_sound().await;
    hide_post(scene, &mo, &post, false).await;
    scene.assert_sound().await;
}
