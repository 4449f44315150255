//! Lists of comments in order of time.

use std::cmp::Reverse;

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::{CommentOrder, PostWithComments};
use thoughts_use_cases::paging::Direction;

use super::Scene;
use super::walk::{first, from, limit, walk};
use crate::builders::{a_comment, a_post};

async fn world(scene: &Scene) -> (User, User, Post) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    (alice, bob, post)
}

fn oldest_first(mut comments: Vec<Comment>) -> Vec<CommentId> {
    comments.sort_by_key(|c| (c.created_at, c.id));
    comments.into_iter().map(|c| c.id).collect()
}

async fn of_post(scene: &Scene, post: &Post, order: CommentOrder, rows: u16) -> Vec<CommentId> {
    let seen = walk(rows, async |request| {
        let page = scene
            .adapter
            .comments
            .of_post(post.id, order, None, &request)
            .await;
        page.expect("of post").value.expect("the post")
    });
    seen.await.into_iter().map(|c| c.id).collect()
}

async fn with_post(scene: &Scene, post: PostId, rows: u16) -> Option<PostWithComments> {
    let read = scene
        .adapter
        .comments
        .with_post(post, None, limit(rows))
        .await;
    read.expect("with post").value
}

async fn replies(scene: &Scene, comment: &Comment, rows: u16) -> Vec<CommentId> {
    let seen = walk(rows, async |request| {
        let page = scene
            .adapter
            .comments
            .replies(comment.id, None, &request)
            .await;
        page.expect("replies").value.expect("the comment")
    });
    seen.await.into_iter().map(|c| c.id).collect()
}

async fn by_user(scene: &Scene, user: &User, rows: u16) -> Vec<CommentId> {
    let seen = walk(rows, async |request| {
        let page = scene
            .adapter
            .comments
            .by_user(user.id, None, &request)
            .await;
        page.expect("by user").value.expect("the user")
    });
    seen.await.into_iter().map(|c| c.id).collect()
}

pub async fn the_top_level_in_both_orders_with_ties(scene: &Scene) {
    let (alice, bob, post) = world(scene).await;
    let other = scene.publish(&bob, "another").await;
    let moment = scene.now();
    let mut top = Vec::new();
    for number in 0..8 {
        let at = if number < 5 { moment } else { scene.now() };
        let comment = a_comment(&format!("comment {number}")).at(at);
        let comment = comment.build(&alice, &post, &scene.ids, &scene.clock);
        scene.insert_comment(&comment).await;
        scene.reply(&bob, &post, &comment, "not at the top").await;
        top.push(comment);
    }
    scene.comment(&bob, &other, "elsewhere").await;
    let oldest = oldest_first(top);
    let newest: Vec<_> = oldest.iter().rev().copied().collect();
    for rows in [1, 3, 4, 8, 9] {
        assert_eq!(
            of_post(scene, &post, CommentOrder::Oldest, rows).await,
            oldest
        );
        assert_eq!(
            of_post(scene, &post, CommentOrder::Newest, rows).await,
            newest
        );
    }
}

pub async fn replies_are_direct_and_oldest_first_with_ties(scene: &Scene) {
    let (alice, bob, post) = world(scene).await;
    let top = scene.comment(&alice, &post, "top").await;
    let other = scene.comment(&alice, &post, "other").await;
    scene.reply(&bob, &post, &other, "elsewhere").await;
    let moment = scene.now();
    let mut below = Vec::new();
    for number in 0..6 {
        let at = if number < 4 { moment } else { scene.now() };
        let reply = a_comment(&format!("reply {number}")).under(&top).at(at);
        let reply = reply.build(&bob, &post, &scene.ids, &scene.clock);
        scene.insert_comment(&reply).await;
        scene.reply(&alice, &post, &reply, "deeper").await;
        below.push(reply);
    }
    let expected = oldest_first(below);
    for rows in [1, 2, 6, 7] {
        assert_eq!(replies(scene, &top, rows).await, expected);
    }
}

pub async fn a_users_comments_are_live_and_newest_first(scene: &Scene) {
    let (alice, bob, post) = world(scene).await;
    let other = scene.publish(&bob, "another").await;
    let mut expected = Vec::new();
    let moment = scene.now();
    for number in 0..7 {
        let on = if number % 2 == 0 { &post } else { &other };
        let at = if number < 4 { moment } else { scene.now() };
        let comment = a_comment(&format!("comment {number}")).at(at);
        let comment = comment.build(&alice, on, &scene.ids, &scene.clock);
        scene.insert_comment(&comment).await;
        scene.reply(&bob, on, &comment, "somebody else's").await;
        expected.push(comment);
    }
    scene.delete_comment(&expected.remove(2)).await;
    expected.sort_by_key(|c| Reverse((c.created_at, c.id)));
    let expected: Vec<_> = expected.iter().map(|c| c.id).collect();
    for rows in [1, 3, 6, 7] {
        assert_eq!(by_user(scene, &alice, rows).await, expected);
    }
}

pub async fn tombstones_stay_in_their_place(scene: &Scene) {
    let (alice, _, post) = world(scene).await;
    let mut top = Vec::new();
    for body in ["one", "two", "three"] {
        top.push(scene.comment(&alice, &post, body).await);
    }
    let middle = scene.reply(&alice, &post, &top[1], "middle").await;
    scene.reply(&alice, &post, &middle, "leaf").await;
    scene.delete_comment(&middle).await;
    scene.delete_comment(&top[1]).await;
    let expected: Vec<_> = top.iter().map(|c| c.id).collect();
    assert_eq!(
        of_post(scene, &post, CommentOrder::Oldest, 2).await,
        expected
    );
    assert_eq!(replies(scene, &top[1], 2).await, [middle.id]);
    let page = scene
        .adapter
        .comments
        .of_post(post.id, CommentOrder::Oldest, None, &first(9))
        .await;
    let page = page.expect("of post").value.expect("the post");
    let seen: Vec<_> = page
        .items
        .iter()
        .map(|c| (c.deleted, c.body.is_none()))
        .collect();
    assert_eq!(seen, [(false, false), (true, true), (false, false)]);
}

pub async fn a_post_with_its_comments_is_what_both_reads_show(scene: &Scene) {
    let (alice, bob, _) = world(scene).await;
    let post = a_post("#one and @bob").mentioning(&bob);
    let post = post.build(&alice, &scene.ids, &scene.clock);
    scene.insert_post(&post).await;
    let moment = scene.now();
    let mut top = Vec::new();
    for number in 0..6 {
        let at = if number < 4 { moment } else { scene.now() };
        let comment = a_comment(&format!("comment {number}")).at(at);
        let comment = comment.build(&bob, &post, &scene.ids, &scene.clock);
        scene.insert_comment(&comment).await;
        top.push(comment);
    }
    scene.reply(&alice, &post, &top[1], "not at the top").await;
    scene.delete_comment(&top[1]).await;
    for rows in [1, 4, 5, 6, 7] {
        let seen = with_post(scene, post.id, rows).await.expect("the post");
        let page = scene
            .adapter
            .comments
            .of_post(post.id, CommentOrder::Oldest, None, &first(rows))
            .await;
        assert_eq!(Some(&seen.post), scene.post(post.id).await.as_ref());
        assert_eq!(Some(seen.comments), page.expect("of post").value);
        assert_eq!(seen.post.mentions.len(), 1);
    }
}

pub async fn the_comments_with_a_post_go_on_in_its_list(scene: &Scene) {
    let (alice, _, post) = world(scene).await;
    let mut top = Vec::new();
    for number in 0..5 {
        top.push(scene.comment(&alice, &post, &format!("{number}")).await);
    }
    let start = with_post(scene, post.id, 3).await.expect("the post");
    assert_eq!(start.comments.prev, None);
    let next = start.comments.next.expect("more");
    let rest = from(9, Direction::Forward, next);
    let rest = scene
        .adapter
        .comments
        .of_post(post.id, CommentOrder::Oldest, None, &rest)
        .await;
    let rest = rest.expect("of post").value.expect("the post");
    let seen = start.comments.items.iter().chain(&rest.items);
    let seen: Vec<_> = seen.map(|comment| comment.id).collect();
    assert_eq!(seen, oldest_first(top));
}

pub async fn a_post_without_comments_has_an_empty_page_and_no_post_none(scene: &Scene) {
    let (alice, bob, post) = world(scene).await;
    let other = scene.publish(&alice, "another").await;
    scene.comment(&bob, &other, "elsewhere").await;
    let seen = with_post(scene, post.id, 5).await.expect("the post");
    assert_eq!(Some(seen.post), scene.post(post.id).await);
    assert_eq!(seen.comments.items, []);
    assert_eq!((seen.comments.next, seen.comments.prev), (None, None));
    scene.comment(&bob, &post, "goes with it").await;
    scene.delete_post(&post).await;
    assert_eq!(with_post(scene, post.id, 5).await, None);
    assert_eq!(with_post(scene, PostId::new(scene.id()), 5).await, None);
}

pub async fn lists_of_what_is_not_there(scene: &Scene) {
    let (post, comment) = (PostId::new(scene.id()), CommentId::new(scene.id()));
    let user = UserId::new(scene.id());
    let comments = &scene.adapter.comments;
    let page = comments
        .of_post(post, CommentOrder::Oldest, None, &first(5))
        .await;
    assert_eq!(page.expect("of post").value, None);
    assert_eq!(
        comments
            .replies(comment, None, &first(5))
            .await
            .expect("replies")
            .value,
        None
    );
    assert_eq!(
        comments
            .by_user(user, None, &first(5))
            .await
            .expect("by user")
            .value,
        None
    );
}

pub async fn lists_of_what_is_there_but_empty(scene: &Scene) {
    let (alice, bob, post) = world(scene).await;
    let comment = scene.comment(&alice, &post, "alone").await;
    let empty = scene.publish(&alice, "empty").await;
    for order in [CommentOrder::Oldest, CommentOrder::Newest] {
        assert_eq!(of_post(scene, &empty, order, 5).await, []);
    }
    assert_eq!(replies(scene, &comment, 5).await, []);
    assert_eq!(by_user(scene, &bob, 5).await, []);
}
