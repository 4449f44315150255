//! Posts within a unit of work.

use thoughts_domain::accounts::{ContentRemoval, ProfileChange};
use thoughts_domain::ids::PostId;
use thoughts_use_cases::accounts::OwnAccountView;
use thoughts_use_cases::posts::PostView;

use super::Scene;
use crate::builders::{a_post, a_user, display_name, post_body};

pub async fn a_new_post_reads_back_as_written(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = a_post("hello @bob #Rust #東京 #rust").mentioning(&bob);
    let post = post.build(&alice, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let author = work
        .posts()
        .insert(&post)
        .await
        .expect("insert")
        .expect("an author");
    assert_eq!(author, OwnAccountView::of_new(&alice).profile.summary);
    let own = PostView::of_new(&post, author, None);
    let seen = work.posts().view(post.id, Some(alice.id)).await;
    assert_eq!(seen.expect("view").as_ref(), Some(&own));
    let expected = PostView {
        viewer: None,
        ..own
    };
    assert_eq!(expected.hashtags, ["rust", "東京"]);
    let seen = work.posts().view(post.id, None).await.expect("view");
    assert_eq!(seen, Some(expected.clone()));
    work.commit().await.expect("commit");
    assert_eq!(scene.post(post.id).await, Some(expected));
    let mut work = scene.begin().await;
    assert_eq!(work.posts().lock(post.id).await.expect("lock"), Some(post));
}

pub async fn a_post_counts_for_its_author(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    scene.publish(&alice, "one").await;
    let two = scene.publish(&alice, "two").await;
    assert_eq!(scene.post_count(alice.id).await, 2);
    scene.delete_post(&two).await;
    assert_eq!(scene.post_count(alice.id).await, 1);
    assert_eq!(scene.post_count(bob.id).await, 0);
    scene.assert_sound().await;
}

pub async fn without_its_author_a_post_is_not_written(scene: &Scene) {
    let alice = scene.register("alice").await;
    let nobody = a_user("nobody").build(&scene.ids, &scene.clock);
    let anonymised = scene.register("carol").await;
    scene.erase(&anonymised, ContentRemoval::Anonymise).await;
    for author in [nobody, anonymised] {
        let post = a_post("by nobody #tag").build(&author, &scene.ids, &scene.clock);
        let fine = a_post("by alice").build(&alice, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        assert_eq!(work.posts().insert(&post).await.expect("insert"), None);
        assert!(work.posts().insert(&fine).await.expect("insert").is_some());
        work.commit().await.expect("commit");
        assert_eq!(scene.post(post.id).await, None);
        assert!(scene.post(fine.id).await.is_some());
    }
    scene.assert_sound().await;
}

pub async fn nothing_is_found_that_is_not_there(scene: &Scene) {
    let id = PostId::new(scene.id());
    assert_eq!(scene.post(id).await, None);
    let mut work = scene.begin().await;
    assert_eq!(work.posts().lock(id).await.expect("lock"), None);
    assert_eq!(work.posts().view(id, None).await.expect("view"), None);
}

pub async fn an_update_replaces_body_hashtags_and_mentions(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let carol = scene.register("carol").await;
    let post = a_post("@bob #old #kept").mentioning(&bob);
    let mut post = post.build(&alice, &scene.ids, &scene.clock);
    scene.insert_post(&post).await;
    let mentions = a_post("@carol").mentioning(&carol);
    let mentions = mentions.build(&alice, &scene.ids, &scene.clock).mentions;
    let now = scene.now();
    let edit = post.edit(post_body("@carol #kept #new"), mentions, now);
    let (superseded, _) = edit.expect("an edit");
    let mut work = scene.begin().await;
    work.posts().lock(post.id).await.expect("lock");
    work.posts()
        .update(&post, &superseded)
        .await
        .expect("update");
    let seen = work
        .posts()
        .view(post.id, None)
        .await
        .expect("view")
        .expect("the post");
    work.commit().await.expect("commit");
    assert_eq!(scene.post(post.id).await.as_ref(), Some(&seen));
    assert_eq!(seen.body, "@carol #kept #new");
    assert_eq!(seen.hashtags, ["kept", "new"]);
    assert_eq!((seen.version, seen.edited_at), (2, Some(now)));
    assert_eq!(seen.created_at, post.created_at);
    let mentions: Vec<_> = seen.mentions.into_iter().map(|m| m.id).collect();
    assert_eq!(mentions, [carol.id]);
    let mut work = scene.begin().await;
    assert_eq!(work.posts().lock(post.id).await.expect("lock"), Some(post));
}

pub async fn an_update_leaves_counters_alone(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut post = scene.publish(&alice, "first").await;
    scene.comment(&alice, &post, "hm").await;
    scene.edit_post(&mut post, "second").await;
    assert_eq!(scene.comment_count(post.id).await, 1);
    assert_eq!(scene.post_count(alice.id).await, 1);
}

pub async fn a_deleted_post_goes_with_history_and_comments(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut post = scene.publish(&alice, "first").await;
    scene.edit_post(&mut post, "second").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    let reply = scene.reply(&alice, &post, &comment, "a reply").await;
    scene.delete_comment(&comment).await;
    scene.delete_post(&post).await;
    assert_eq!(scene.post(post.id).await, None);
    assert_eq!(scene.comment_view(comment.id).await, None);
    assert_eq!(scene.comment_view(reply.id).await, None);
    let edits = scene
        .adapter
        .posts
        .edits(post.id, None, &super::walk::first(9))
        .await;
    assert_eq!(edits.expect("edits").value, None);
    scene.assert_sound().await;
}

pub async fn a_post_shows_its_author_as_he_is_now(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    alice.change_profile(ProfileChange {
        display_name: Some(display_name("Another name")),
        ..ProfileChange::default()
    });
    let mut work = scene.begin().await;
    work.users().update_profile(&alice).await.expect("update");
    work.commit().await.expect("commit");
    let shown = scene.post(post.id).await.expect("the post").author;
    assert_eq!(shown.display_name, "Another name");
}
