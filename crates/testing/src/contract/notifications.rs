//! Who is told of what.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::notifications::NotificationKind::{self, Mention, Reply};

use super::Scene;
use super::notified::{Cast, cast, catch_up, list, told, unread};
use crate::builders::a_post;

pub async fn nobody_has_notifications_at_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    catch_up(scene).await;
    assert_eq!(list(scene, &alice).await, []);
    assert_eq!(unread(scene, &alice).await, 0);
}

pub async fn a_comment_tells_the_author_of_the_post(scene: &Scene) {
    let Cast {
        alice, bob, post, ..
    } = cast(scene).await;
    let comment = scene.comment(&bob, &post, "well said").await;
    catch_up(scene).await;
    let notifications = list(scene, &alice).await;
    let [view] = &notifications[..] else {
        panic!("one, not {notifications:?}");
    };
    assert_eq!(
        told(&notifications),
        [(NotificationKind::Comment, vec!["bob"], 1)]
    );
    assert_eq!(
        (view.post_id, view.comment_id),
        (Some(post.id), Some(comment.id))
    );
    assert_eq!((view.created_at, view.read), (comment.created_at, false));
    assert_eq!(
        list(scene, &bob).await,
        [],
        "nobody is told of what he did himself"
    );
    assert_eq!(unread(scene, &alice).await, 1);
}

pub async fn a_reply_tells_who_is_answered_and_the_author_of_the_post(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    let reply = scene.reply(&carol, &post, &comment, "a reply").await;
    scene.reply(&alice, &post, &comment, "another").await;
    catch_up(scene).await;
    let to_bob = list(scene, &bob).await;
    assert_eq!(told(&to_bob), [(Reply, vec!["alice", "carol"], 2)]);
    let to_alice = list(scene, &alice).await;
    let on_post = (NotificationKind::Comment, vec!["carol", "bob"], 2);
    assert_eq!(told(&to_alice), [on_post]);
    assert_eq!(to_alice[0].comment_id, Some(reply.id), "the last one");
}

pub async fn a_mention_tells_who_is_mentioned(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let mentioning = a_post("for @bob")
        .mentioning(&bob)
        .build(&alice, &scene.ids, &scene.clock);
    scene.insert_post(&mentioning).await;
    scene
        .comment(&carol, &post, "@bob and @nobody and @carol, look")
        .await;
    catch_up(scene).await;
    let to_bob = list(scene, &bob).await;
    let expected = [(Mention, vec!["carol"], 1), (Mention, vec!["alice"], 1)];
    assert_eq!(told(&to_bob), expected);
    assert_eq!(to_bob[1].comment_id, None);
    assert_eq!(to_bob[1].post_id, Some(mentioning.id));
    assert_eq!(list(scene, &carol).await, []);
}

pub async fn an_edit_tells_whom_it_adds_and_takes_back_whom_it_drops(scene: &Scene) {
    let Cast {
        bob, carol, post, ..
    } = cast(scene).await;
    let mut comment = scene.comment(&carol, &post, "for @bob").await;
    catch_up(scene).await;
    assert_eq!(unread(scene, &bob).await, 1);
    scene.edit_comment(&mut comment, "for @bob, still").await;
    catch_up(scene).await;
    assert_eq!(unread(scene, &bob).await, 1, "he was told already");
    scene.edit_comment(&mut comment, "for nobody").await;
    catch_up(scene).await;
    assert_eq!(list(scene, &bob).await, []);
}

pub async fn three_actors_are_shown_and_each_counts_once(scene: &Scene) {
    let Cast {
        alice, bob, post, ..
    } = cast(scene).await;
    scene.comment(&bob, &post, "first").await;
    for name in ["dave", "erin", "frank"] {
        let user = scene.register(name).await;
        scene.comment(&user, &post, "hello").await;
    }
    scene.comment(&bob, &post, "again").await;
    catch_up(scene).await;
    let group = (NotificationKind::Comment, vec!["bob", "frank", "erin"], 4);
    assert_eq!(told(&list(scene, &alice).await), [group]);
    assert_eq!(unread(scene, &alice).await, 1);
}

pub async fn who_takes_it_back_leaves_and_an_empty_one_goes(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let one = scene.comment(&bob, &post, "one").await;
    let two = scene.comment(&bob, &post, "two").await;
    let hers = scene.comment(&carol, &post, "three").await;
    catch_up(scene).await;
    scene.delete_comment(&two).await;
    catch_up(scene).await;
    let both = (NotificationKind::Comment, vec!["carol", "bob"], 2);
    assert_eq!(
        told(&list(scene, &alice).await),
        [both],
        "his other comment is still there"
    );
    scene.delete_comment(&hers).await;
    catch_up(scene).await;
    let alone = (NotificationKind::Comment, vec!["bob"], 1);
    assert_eq!(told(&list(scene, &alice).await), [alone]);
    scene.delete_comment(&one).await;
    catch_up(scene).await;
    assert_eq!(list(scene, &alice).await, []);
    assert_eq!(unread(scene, &alice).await, 0);
}

pub async fn who_deletes_his_comment_is_no_longer_told_of_replies_to_it(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    scene.reply(&carol, &post, &comment, "a reply").await;
    catch_up(scene).await;
    assert_eq!(unread(scene, &bob).await, 1);
    scene.delete_comment(&comment).await;
    catch_up(scene).await;
    assert_eq!(list(scene, &bob).await, []);
    let on_post = (NotificationKind::Comment, vec!["carol"], 1);
    assert_eq!(
        told(&list(scene, &alice).await),
        [on_post],
        "the reply is there"
    );
}

pub async fn a_deleted_post_takes_its_notifications_along_at_once(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let comment = scene.comment(&bob, &post, "for @carol").await;
    scene.reply(&carol, &post, &comment, "thanks").await;
    catch_up(scene).await;
    scene.delete_post(&post).await;
    for user in [&alice, &bob, &carol] {
        assert_eq!(list(scene, user).await, []);
        assert_eq!(unread(scene, user).await, 0);
    }
    catch_up(scene).await;
}

pub async fn an_erased_user_is_in_nobodys_notifications(scene: &Scene) {
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let name = content.as_str();
        let author = scene.register(&format!("author_{name}")).await;
        let gone = scene.register(&format!("gone_{name}")).await;
        let stays = scene.register(&format!("stays_{name}")).await;
        let post = scene.publish(&author, "a post").await;
        scene.comment(&stays, &post, "a comment").await;
        let comment = scene.comment(&gone, &post, "another").await;
        scene.reply(&stays, &post, &comment, "a reply").await;
        catch_up(scene).await;
        assert_eq!(unread(scene, &gone).await, 1);
        scene.erase(&gone, content).await;
        catch_up(scene).await;
        let expected = [(NotificationKind::Comment, vec![stays.handle.as_str()], 1)];
        assert_eq!(told(&list(scene, &author).await), expected, "{name}");
        assert_eq!(list(scene, &gone).await, [], "{name}");
    }
}
