//! Comments within a unit of work.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::comments::MAX_DEPTH;
use thoughts_domain::ids::{CommentId, UserId};
use thoughts_use_cases::accounts::OwnAccountView;
use thoughts_use_cases::comments::{CommentInsertion, CommentView};

use super::Scene;
use crate::builders::{a_comment, a_post, a_user, comment_body};

pub async fn a_new_comment_reads_back_as_written(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let reply = a_comment("a reply").under(&top);
    let reply = reply.build(&bob, &post, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let author = OwnAccountView::of_new(&bob).profile.summary;
    let inserted = work.comments().insert(&reply).await.expect("insert");
    assert_eq!(inserted, CommentInsertion::Inserted(author.clone()));
    let own = CommentView::of_new(&reply, author);
    let seen = work.comments().view(reply.id, Some(bob.id)).await;
    assert_eq!(seen.expect("view").as_ref(), Some(&own));
    let expected = CommentView {
        viewer: None,
        ..own
    };
    assert_eq!(
        work.comments().view(reply.id, None).await.expect("view"),
        Some(expected.clone())
    );
    work.commit().await.expect("commit");
    assert_eq!(scene.comment_view(reply.id).await, Some(expected));
    let mut work = scene.begin().await;
    assert_eq!(
        work.comments()
            .find(reply.id, reply.author_id)
            .await
            .expect("find"),
        Some(reply.clone())
    );
    assert_eq!(
        work.comments().lock(reply.id).await.expect("lock"),
        Some(reply)
    );
}

pub async fn a_comment_counts_for_post_and_parent(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let other = scene.publish(&alice, "another").await;
    let top = scene.comment(&alice, &post, "top").await;
    let reply = scene.reply(&alice, &post, &top, "reply").await;
    scene.reply(&alice, &post, &reply, "below").await;
    scene.reply(&alice, &post, &top, "second reply").await;
    assert_eq!(scene.comment_count(post.id).await, 4);
    assert_eq!(scene.reply_count(top.id).await, 2);
    assert_eq!(scene.reply_count(reply.id).await, 1);
    assert_eq!(scene.comment_count(other.id).await, 0);
    scene.assert_sound().await;
}

pub async fn a_thread_goes_down_to_the_deepest_level(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let mut comment = scene.comment(&alice, &post, "depth 0").await;
    for depth in 1..=MAX_DEPTH {
        let body = format!("depth {depth}");
        comment = scene.reply(&alice, &post, &comment, &body).await;
        let seen = scene.comment_view(comment.id).await.expect("the comment");
        assert_eq!((seen.depth, seen.body), (depth, Some(body)));
    }
    scene.assert_sound().await;
}

pub async fn without_its_post_a_comment_is_refused(scene: &Scene) {
    let alice = scene.register("alice").await;
    let never = a_post("never").build(&alice, &scene.ids, &scene.clock);
    let gone = scene.publish(&alice, "gone").await;
    scene.delete_post(&gone).await;
    for post in [never, gone] {
        let comment = a_comment("hm").build(&alice, &post, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let said = work.comments().insert(&comment).await;
        assert_eq!(said.expect("insert"), CommentInsertion::PostGone);
        drop(work);
        assert_eq!(scene.comment_view(comment.id).await, None);
    }
}

pub async fn without_its_parent_a_comment_is_refused(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let never = a_comment("never").build(&alice, &post, &scene.ids, &scene.clock);
    let gone = scene.comment(&alice, &post, "gone").await;
    scene.delete_comment(&gone).await;
    let tombstone = scene.comment(&alice, &post, "tombstone").await;
    scene.reply(&alice, &post, &tombstone, "holds it").await;
    scene.delete_comment(&tombstone).await;
    for parent in [never, gone, tombstone] {
        let comment = a_comment("hm").under(&parent);
        let comment = comment.build(&alice, &post, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let said = work.comments().insert(&comment).await;
        assert_eq!(said.expect("insert"), CommentInsertion::ParentGone);
        drop(work);
    }
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
}

pub async fn without_its_author_a_comment_is_refused(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let never = a_user("never").build(&scene.ids, &scene.clock);
    let deleted = scene.register("deleted").await;
    scene.erase(&deleted, ContentRemoval::Delete).await;
    let anonymised = scene.register("anonymised").await;
    scene.erase(&anonymised, ContentRemoval::Anonymise).await;
    for author in [never, deleted, anonymised] {
        let comment = a_comment("hm").build(&author, &post, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let said = work.comments().insert(&comment).await;
        assert_eq!(said.expect("insert"), CommentInsertion::AuthorGone);
        drop(work);
    }
    scene.assert_sound().await;
}

pub async fn nothing_is_found_that_is_not_there(scene: &Scene) {
    let (id, anybody) = (CommentId::new(scene.id()), UserId::new(scene.id()));
    assert_eq!(scene.comment_view(id).await, None);
    let mut work = scene.begin().await;
    assert_eq!(work.comments().find(id, anybody).await.expect("find"), None);
    assert_eq!(work.comments().lock(id).await.expect("lock"), None);
    assert_eq!(work.comments().view(id, None).await.expect("view"), None);
}

pub async fn an_update_replaces_the_body_alone(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let mut comment = scene.comment(&alice, &post, "first").await;
    scene.reply(&alice, &post, &comment, "a reply").await;
    let before = scene.comment_view(comment.id).await.expect("the comment");
    let now = scene.now();
    assert!(comment.edit(comment_body("second"), now).is_some());
    let mut work = scene.begin().await;
    work.comments().lock(comment.id).await.expect("lock");
    work.comments().update(&comment).await.expect("update");
    let seen = work.comments().view(comment.id, None).await.expect("view");
    work.commit().await.expect("commit");
    let expected = CommentView {
        body: Some("second".to_owned()),
        edited_at: Some(now),
        version: 2,
        ..before
    };
    assert_eq!(seen.as_ref(), Some(&expected));
    assert_eq!(scene.comment_view(comment.id).await, Some(expected));
    let mut work = scene.begin().await;
    assert_eq!(
        work.comments().lock(comment.id).await.expect("lock"),
        Some(comment)
    );
    drop(work);
    scene.assert_sound().await;
}
