//! Deleting comments: what stays as a tombstone, and what goes.

use thoughts_use_cases::comments::CommentView;

use super::Scene;

pub async fn a_leaf_goes_and_is_counted_off(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let leaf = scene.reply(&alice, &post, &top, "leaf").await;
    scene.delete_comment(&leaf).await;
    assert_eq!(scene.comment_view(leaf.id).await, None);
    assert_eq!(scene.reply_count(top.id).await, 0);
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
}

pub async fn with_replies_a_tombstone_stays(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let middle = scene.reply(&alice, &post, &top, "middle").await;
    scene.reply(&alice, &post, &middle, "leaf").await;
    let before = scene.comment_view(middle.id).await.expect("the comment");
    scene.delete_comment(&middle).await;
    let tombstone = scene.comment_view(middle.id).await.expect("a tombstone");
    let expected = CommentView {
        author: None,
        body: None,
        deleted: true,
        // Whether deleting counts as a version is the adapter's own affair.
        version: tombstone.version,
        ..before
    };
    assert_eq!(tombstone, expected);
    assert_eq!(tombstone.reply_count, 1);
    assert_eq!(scene.reply_count(top.id).await, 0);
    assert_eq!(scene.comment_count(post.id).await, 2);
    scene.assert_sound().await;
}

pub async fn a_tombstone_is_not_there_for_writers(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    scene.reply(&alice, &post, &top, "leaf").await;
    scene.delete_comment(&top).await;
    let mut work = scene.begin().await;
    assert_eq!(
        work.comments()
            .find(top.id, top.author_id)
            .await
            .expect("find"),
        None
    );
    assert_eq!(work.comments().lock(top.id).await.expect("lock"), None);
    let seen = work.comments().view(top.id, None).await.expect("view");
    assert!(seen.expect("a tombstone").deleted);
}

pub async fn the_last_leaf_takes_a_chain_of_tombstones_along(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let root = scene.comment(&alice, &post, "root").await;
    let mut chain = vec![scene.reply(&alice, &post, &root, "1").await];
    for body in ["2", "3", "4"] {
        let parent = chain.last().expect("a parent").clone();
        chain.push(scene.reply(&alice, &post, &parent, body).await);
    }
    for comment in &chain[..3] {
        scene.delete_comment(comment).await;
    }
    assert_eq!(scene.comment_count(post.id).await, 2);
    scene.assert_sound().await;
    scene.delete_comment(&chain[3]).await;
    for comment in &chain {
        assert_eq!(scene.comment_view(comment.id).await, None);
    }
    assert!(!scene.comment_view(root.id).await.expect("the root").deleted);
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
}

pub async fn a_tombstone_with_another_row_below_stays(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let left = scene.reply(&alice, &post, &top, "left").await;
    let right = scene.reply(&alice, &post, &top, "right").await;
    let below = scene.reply(&alice, &post, &right, "below right").await;
    for comment in [&top, &right, &left] {
        scene.delete_comment(comment).await;
    }
    // Only a tombstone stands under it, and that still holds a live comment.
    assert_eq!(scene.reply_count(top.id).await, 0);
    assert!(
        scene
            .comment_view(right.id)
            .await
            .expect("a tombstone")
            .deleted
    );
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
    scene.delete_comment(&below).await;
    assert_eq!(scene.comment_view(top.id).await, None);
    assert_eq!(scene.comment_view(right.id).await, None);
    scene.assert_sound().await;
}

pub async fn what_was_taken_in_one_unit_of_work_is_counted_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let leaf = scene.reply(&alice, &post, &top, "leaf").await;
    let mut work = scene.begin().await;
    for comment in [&top, &leaf] {
        let locked = work.comments().lock(comment.id).await.expect("lock");
        let locked = locked.expect("a live comment");
        work.comments().delete(&locked).await.expect("delete");
    }
    work.commit().await.expect("commit");
    assert_eq!(scene.comment_view(top.id).await, None);
    assert_eq!(scene.comment_count(post.id).await, 0);
    scene.assert_sound().await;
}
