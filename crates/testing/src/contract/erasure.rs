//! Erasing accounts.

use thoughts_domain::accounts::ContentRemoval::{Anonymise, Delete};
use thoughts_domain::accounts::User;
use thoughts_use_cases::accounts::Login;
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::posts::PostFilter;

use super::Scene;
use super::walk::first;
use crate::builders::{a_post, a_user};

/// Fails when any read finds the account.
pub(super) async fn is_nowhere(scene: &Scene, user: &User) {
    let accounts = &scene.adapter.accounts;
    assert_eq!(scene.profile(user.id).await, None);
    assert_eq!(
        accounts.own_account(user.id).await.expect("read").value,
        None
    );
    let found = accounts.profile_by_handle(&user.handle, None).await;
    assert_eq!(found.expect("read").value, None);
    let address = user.email.clone().map(Login::Email);
    for login in address
        .into_iter()
        .chain([Login::Handle(user.handle.clone())])
    {
        assert_eq!(accounts.credentials(&login).await.expect("read"), None);
    }
    let listed = accounts
        .profiles(None, &first(100))
        .await
        .expect("list")
        .value;
    assert!(listed.items.iter().all(|u| u.summary.id != user.id));
    let comments = scene
        .adapter
        .comments
        .by_user(user.id, None, &first(9))
        .await;
    assert_eq!(comments.expect("read").value, None);
    let mut work = scene.begin().await;
    let users = work.users();
    assert_eq!(users.lock(user.id).await.expect("lock"), None);
    assert_eq!(
        users.lock_by_handle(&user.handle).await.expect("lock"),
        None
    );
    assert_eq!(users.hold(user.id).await.ok(), Some(false));
    assert_eq!(users.view(user.id).await.expect("view"), None);
    let handles = [user.handle.as_str().to_owned()];
    assert_eq!(
        users
            .resolve_handles(&handles, user.id, scene.now())
            .await
            .expect("resolve"),
        []
    );
}

pub async fn a_deleted_account_is_nowhere(scene: &Scene) {
    let alice = scene.register("alice").await;
    scene.erase(&alice, Delete).await;
    is_nowhere(scene, &alice).await;
}

pub async fn an_anonymised_account_is_nowhere(scene: &Scene) {
    let alice = scene.register("alice").await;
    let name = scene.erase(&alice, Anonymise).await;
    is_nowhere(scene, &alice).await;
    let found = scene
        .adapter
        .accounts
        .profile_by_handle(&name.handle, None)
        .await;
    assert_eq!(found.expect("read").value, None);
}

pub async fn handle_and_address_are_free_again(scene: &Scene) {
    for content in [Delete, Anonymise] {
        let alice = scene.register("alice").await;
        scene.erase(&alice, content).await;
    }
    let alice = scene.register("alice").await;
    assert!(scene.profile(alice.id).await.is_some());
}

pub async fn deleting_takes_posts_with_everything_on_them(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let gone = scene.publish(&alice, "to go #tag").await;
    let stays = scene.publish(&bob, "to stay #tag").await;
    let on_gone = scene.comment(&bob, &gone, "by bob").await;
    scene.reply(&alice, &gone, &on_gone, "an answer").await;
    scene.erase(&alice, Delete).await;
    assert_eq!(scene.post(gone.id).await, None);
    assert_eq!(scene.comment_view(on_gone.id).await, None);
    let filter = PostFilter {
        hashtag: Some("tag".to_owned()),
        ..PostFilter::default()
    };
    let feed = scene
        .adapter
        .posts
        .feed(&filter, None, &first::<TimeKey>(9))
        .await;
    let left: Vec<_> = feed
        .expect("feed")
        .value
        .items
        .iter()
        .map(|p| p.id)
        .collect();
    assert_eq!(left, [stays.id]);
    let his = scene
        .adapter
        .comments
        .by_user(bob.id, None, &first(9))
        .await;
    let his = his.expect("read").value.expect("bob");
    assert_eq!(his.items, []);
    scene.assert_sound().await;
}

pub async fn deleting_takes_comments_elsewhere_and_leaves_tombstones_with_replies(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let answered = scene.comment(&alice, &post, "answered").await;
    let answer = scene.reply(&bob, &post, &answered, "the answer").await;
    let under_answer = scene.reply(&alice, &post, &answer, "a leaf").await;
    let alone = scene.comment(&alice, &post, "alone").await;
    scene.erase(&alice, Delete).await;
    let tombstone = scene.comment_view(answered.id).await.expect("a tombstone");
    assert!(tombstone.deleted);
    assert_eq!((tombstone.author, tombstone.body), (None, None));
    assert_eq!(tombstone.reply_count, 1);
    assert_eq!(scene.comment_view(under_answer.id).await, None);
    assert_eq!(scene.comment_view(alone.id).await, None);
    assert_eq!(scene.reply_count(answer.id).await, 0);
    assert_eq!(scene.comment_count(post.id).await, 1);
    scene.assert_sound().await;
}

pub async fn deleting_prunes_tombstones_that_lost_their_last_reply(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let top = scene.comment(&bob, &post, "top").await;
    let middle = scene.reply(&alice, &post, &top, "middle").await;
    let leaf = scene.reply(&alice, &post, &middle, "leaf").await;
    scene.delete_comment(&top).await;
    assert!(
        scene
            .comment_view(top.id)
            .await
            .expect("a tombstone")
            .deleted
    );
    scene.erase(&alice, Delete).await;
    for id in [top.id, middle.id, leaf.id] {
        assert_eq!(scene.comment_view(id).await, None);
    }
    assert_eq!(scene.comment_count(post.id).await, 0);
    scene.assert_sound().await;
}

pub async fn anonymising_keeps_the_content_under_the_new_name(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let hers = scene.publish(&alice, "hers").await;
    let his = scene.publish(&bob, "his").await;
    let comment = scene.comment(&alice, &his, "her comment").await;
    scene.comment(&bob, &hers, "his comment").await;
    let name = scene.erase(&alice, Anonymise).await;
    let post = scene.post(hers.id).await.expect("the post");
    assert_eq!((post.body.as_str(), post.comment_count), ("hers", 1));
    let shown = scene.comment_view(comment.id).await.expect("the comment");
    assert_eq!(
        (shown.body.as_deref(), shown.deleted),
        (Some("her comment"), false)
    );
    for author in [post.author, shown.author.expect("an author")] {
        assert_eq!(author.handle, name.handle.as_str());
        assert_eq!(author.display_name, name.display_name.as_str());
        assert_eq!(author.avatar_url, None);
    }
    assert_eq!(scene.comment_count(his.id).await, 1);
    scene.assert_sound().await;
}

pub async fn an_erased_user_is_no_longer_mentioned(scene: &Scene) {
    let alice = scene.register("alice").await;
    for (handle, content) in [("bob", Delete), ("carol", Anonymise)] {
        let user = scene.register(handle).await;
        let post = a_post("hello @bob or @carol")
            .mentioning(&user)
            .mentioning(&alice);
        let post = post.build(&alice, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        let mentions = async || {
            let post = scene.post(post.id).await.expect("the post");
            post.mentions
                .into_iter()
                .map(|m| m.handle)
                .collect::<Vec<_>>()
        };
        assert_eq!(mentions().await, [handle, "alice"]);
        scene.erase(&user, content).await;
        assert_eq!(mentions().await, ["alice"]);
        let mut work = scene.begin().await;
        let locked = work
            .posts()
            .lock(post.id)
            .await
            .expect("lock")
            .expect("the post");
        assert_eq!(locked.mentions.len(), 1);
    }
}

pub async fn others_keep_their_counters(scene: &Scene) {
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let thread = scene.comment(&bob, &post, "a thread").await;
    for content in [Delete, Anonymise] {
        let user = a_user("passing").build(&scene.ids, &scene.clock);
        scene.insert_user(&user).await;
        scene.publish(&user, "one").await;
        scene.reply(&user, &post, &thread, "two").await;
        scene.erase(&user, content).await;
    }
    assert_eq!(scene.post_count(bob.id).await, 1);
    assert_eq!(scene.comment_count(post.id).await, 2);
    assert_eq!(scene.reply_count(thread.id).await, 1);
    scene.assert_sound().await;
}
