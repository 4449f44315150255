//! What becomes of a comment that a moderator hides.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::moderation::Subject;
use thoughts_use_cases::comments::{CommentInsertion, CommentOrder, CommentView, CommentViewer};
use thoughts_use_cases::engagement::Reacting;

use super::Scene;
use super::hiding::{hide_comment, moderator};
use super::notified;
use super::walk::{first, limit};
use crate::builders::a_comment;

pub async fn a_hidden_comment_is_a_tombstone_to_all_but_its_author_and_moderators(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let top = scene.comment(&alice, &post, "rude").await;
    let before = scene.comment_view(top.id).await.expect("a comment");
    hide_comment(scene, &mo, &top, true).await;
    let tombstone = CommentView {
        author: None,
        body: None,
        deleted: true,
        hidden: true,
        ..before.clone()
    };
    let whole = CommentView {
        hidden: true,
        ..before.clone()
    };
    for (viewer, expected) in [
        (None, &tombstone),
        (Some(&bob), &tombstone),
        (Some(&alice), &whole),
        (Some(&mo), &whole),
    ] {
        let expected = &CommentView {
            viewer: viewer.map(|_| CommentViewer::default()),
            ..expected.clone()
        };
        let viewer = viewer.map(|user| user.id);
        let comments = &scene.adapter.comments;
        let one = comments.comment(top.id, viewer).await.expect("comment");
        assert_eq!(one.value.as_ref(), Some(expected));
        for order in [CommentOrder::Oldest, CommentOrder::Newest] {
            let list = comments.of_post(post.id, order, viewer, &first(5)).await;
            let list = list.expect("a list").value.expect("a post").items;
            assert_eq!(list, std::slice::from_ref(expected));
        }
        let both = comments.with_post(post.id, viewer, limit(5)).await;
        let both = both.expect("both").value.expect("a post");
        assert_eq!(both.comments.items, std::slice::from_ref(expected));
    }
    assert_eq!(scene.comment_count(post.id).await, 0);
    hide_comment(scene, &mo, &top, false).await;
    assert_eq!(scene.comment_view(top.id).await, Some(before));
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
}

pub async fn it_is_in_no_list_of_its_author_and_neither_liked_nor_answered(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let top = scene.comment(&alice, &post, "rude").await;
    let kind = scene.comment(&alice, &post, "kind").await;
    hide_comment(scene, &mo, &top, true).await;
    let his = scene
        .adapter
        .comments
        .by_user(alice.id, Some(alice.id), &first(5))
        .await;
    let his = his.expect("a list").value.expect("a user").items;
    assert_eq!(
        his.iter().map(|view| view.id).collect::<Vec<_>>(),
        [kind.id]
    );
    let answer = a_comment("so are you")
        .under(&top)
        .build(&bob, &post, &scene.ids, &scene.clock);
    for by in [&alice, &bob, &mo] {
        let mut work = scene.begin().await;
        assert_eq!(
            work.comments().find(top.id, by.id).await.expect("find"),
            None
        );
        drop(work);
        let mut work = scene.begin().await;
        let like = Reaction::LikeComment(top.id);
        let begun = work.engagement().begin(like, by.id, scene.now()).await;
        assert_eq!(begun.expect("begin"), Reacting::NotFound);
    }
    let mut work = scene.begin().await;
    let inserted = work.comments().insert(&answer).await.expect("insert");
    assert_eq!(inserted, CommentInsertion::ParentGone);
    drop(work);
    let mut work = scene.begin().await;
    let owner = work
        .reports()
        .owner_of(Subject::Comment(top.id), bob.id)
        .await;
    assert_eq!(owner.expect("an owner"), None);
    drop(work);
    scene.assert_sound().await;
}

pub async fn it_stays_without_replies_and_goes_when_it_is_deleted(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let middle = scene.reply(&alice, &post, &top, "middle").await;
    let leaf = scene.reply(&alice, &post, &middle, "leaf").await;
    let like = Reaction::LikeComment(middle.id);
    scene.react(&mo, like).await;
    hide_comment(scene, &mo, &middle, true).await;
    assert_eq!(scene.reply_count(top.id).await, 0);
    assert_eq!(scene.reply_count(middle.id).await, 1);
    assert_eq!(scene.comment_count(post.id).await, 2);
    // Its last reply goes, and it stays: somebody may want it back.
    scene.delete_comment(&leaf).await;
    let seen = scene.comment_view(middle.id).await.expect("a comment");
    assert_eq!(
        (seen.hidden, seen.reply_count, seen.like_count),
        (true, 0, 1)
    );
    scene.assert_sound().await;
    scene.delete_comment(&middle).await;
    assert_eq!(scene.comment_view(middle.id).await, None);
    assert_eq!(scene.reply_count(top.id).await, 0);
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
    // With replies it becomes a tombstone like any other, and can no longer be shown.
    let below = scene.reply(&alice, &post, &top, "below").await;
    hide_comment(scene, &mo, &top, true).await;
    scene.delete_comment(&top).await;
    let tombstone = scene.comment_view(top.id).await.expect("a tombstone");
    assert_eq!((tombstone.deleted, tombstone.hidden), (true, false));
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
    hide_comment(scene, &mo, &below, true).await;
    scene.delete_comment(&below).await;
    assert_eq!(scene.comment_view(top.id).await, None);
    assert_eq!(scene.comment_count(post.id).await, 0);
    scene.assert_sound().await;
}

pub async fn what_is_told_of_a_hidden_comment_is_hidden_with_it(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let [bob, carol] = [scene.register("bob").await, scene.register("carol").await];
    let post = scene.publish(&alice, "a post").await;
    let rude = scene.comment(&bob, &post, "rude").await;
    scene.comment(&carol, &post, "kind").await;
    notified::catch_up(scene).await;
    let before = notified::list(scene, &alice).await;
    assert_eq!(before[0].actor_count, 2);
    hide_comment(scene, &mo, &rude, true).await;
    let now = notified::list(scene, &alice).await;
    assert_eq!((now.len(), now[0].actor_count), (1, 1));
    assert_eq!(now[0].actors[0].id, carol.id);
    hide_comment(scene, &mo, &rude, false).await;
    notified::catch_up(scene).await;
    assert_eq!(notified::list(scene, &alice).await, before);
    // One that nobody else is in goes as a whole, also from the count.
    let alone = scene.publish(&alice, "another").await;
    let rude = scene.comment(&bob, &alone, "rude again").await;
    notified::catch_up(scene).await;
    assert_eq!(notified::unread(scene, &alice).await, 2);
    hide_comment(scene, &mo, &rude, true).await;
    assert_eq!(notified::unread(scene, &alice).await, 1);
    assert_eq!(notified::list(scene, &alice).await, before);
}

pub async fn a_thread_with_hidden_comments_is_erased_soundly(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    for _ in 0..2 {
        let top = scene.comment(&bob, &post, "top").await;
        let below = scene.reply(&alice, &post, &top, "below").await;
        let leaf = scene.reply(&bob, &post, &below, "leaf").await;
        hide_comment(scene, &mo, &top, true).await;
        hide_comment(scene, &mo, &leaf, true).await;
    }
    // Some at a time, as an erasure takes a post away.
    let mut work = scene.begin().await;
    let gone = work.posts().delete_some(post.id, 3).await.expect("some");
    assert!((1..=3).contains(&gone), "{gone}");
    work.commit().await.expect("commit");
    scene.assert_sound().await;
    scene.erase(&bob, ContentRemoval::Delete).await;
    scene.assert_sound().await;
    scene.erase(&alice, ContentRemoval::Delete).await;
    scene.assert_sound().await;
}
