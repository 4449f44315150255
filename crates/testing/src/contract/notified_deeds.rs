//! Who is told of follows, likes, reposts and quotes.

use std::time::Duration;

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::notifications::NotificationKind::{self, Follow, Like, Quote, Repost};

use super::Scene;
use super::deeds::{Deeds, KINDS};
use super::notified::{cast, catch_up, list, mark, rebuild, told, unread};

pub async fn each_deed_tells_whom_it_is_done_to(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for number in 0..KINDS.len() {
        deeds.done(&cast.bob, number).await;
    }
    let quoting = scene.quote(&cast.bob, &cast.post).await;
    catch_up(scene).await;
    let views = list(scene, &cast.alice).await;
    let expected: Vec<_> = [Quote, Repost, Like, Like, Follow]
        .map(|kind| (kind, vec!["bob"], 1))
        .to_vec();
    assert_eq!(told(&views), expected);
    let about: Vec<_> = views.iter().map(|v| (v.post_id, v.comment_id)).collect();
    let post = Some(cast.post.id);
    let expected = [
        (post, None),
        (post, None),
        (post, Some(deeds.comment_id)),
        (post, None),
        (None, None),
    ];
    assert_eq!(about, expected);
    assert_eq!(views[0].created_at, quoting.created_at);
    assert_eq!(unread(scene, &cast.alice).await, 5);
    assert_eq!(list(scene, &cast.bob).await, []);
    // What somebody keeps is his own business.
    scene
        .react(&cast.carol, Reaction::Bookmark(cast.post.id))
        .await;
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await, views);
}

pub async fn nobody_is_told_of_what_he_did_to_himself(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for number in 1..KINDS.len() {
        deeds.done(&cast.alice, number).await;
    }
    scene.quote(&cast.alice, &cast.post).await;
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await, []);
}

pub async fn those_who_do_the_same_are_one_group_until_it_is_read(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    let mut crowd = vec![cast.bob.clone(), cast.carol.clone()];
    for name in ["dave", "erin", "frank"] {
        crowd.push(scene.register(name).await);
    }
    let (early, late) = crowd.split_at(4);
    for user in early {
        for number in 0..KINDS.len() {
            deeds.done(user, number).await;
        }
        scene.quote(user, &cast.post).await;
    }
    catch_up(scene).await;
    let expected: Vec<_> = [Quote, Repost, Like, Like, Follow]
        .map(|kind| (kind, vec!["erin", "dave", "carol"], 4))
        .to_vec();
    assert_eq!(told(&list(scene, &cast.alice).await), expected);
    assert_eq!(unread(scene, &cast.alice).await, 5);
    mark(scene, &cast.alice, None).await;
    deeds.done(&late[0], 1).await;
    catch_up(scene).await;
    let views = list(scene, &cast.alice).await;
    assert_eq!(told(&views)[0], (Like, vec!["frank"], 1));
    assert_eq!((views.len(), unread(scene, &cast.alice).await), (6, 1));
}

pub async fn what_is_undone_is_taken_back(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for (number, kind) in KINDS.into_iter().enumerate() {
        // Before anybody looked, it is as if it had never been.
        deeds.done(&cast.carol, number).await;
        deeds.undone(&cast.carol, number).await;
        deeds.done(&cast.bob, number).await;
        catch_up(scene).await;
        let expected = [(kind, vec!["bob"], 1)];
        assert_eq!(told(&list(scene, &cast.alice).await), expected);
        deeds.done(&cast.carol, number).await;
        catch_up(scene).await;
        deeds.undone(&cast.bob, number).await;
        catch_up(scene).await;
        let expected = [(kind, vec!["carol"], 1)];
        assert_eq!(told(&list(scene, &cast.alice).await), expected);
        deeds.undone(&cast.carol, number).await;
        catch_up(scene).await;
        assert_eq!(list(scene, &cast.alice).await, []);
        assert_eq!(unread(scene, &cast.alice).await, 0);
    }
    let quoting = scene.quote(&cast.bob, &cast.post).await;
    let other = scene.quote(&cast.carol, &cast.post).await;
    catch_up(scene).await;
    scene.delete_post(&quoting).await;
    catch_up(scene).await;
    let expected = [(Quote, vec!["carol"], 1)];
    assert_eq!(told(&list(scene, &cast.alice).await), expected);
    scene.delete_post(&other).await;
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await, []);
}

pub async fn hidden_users_tell_nothing(scene: &Scene) {
    for kind in [RelationKind::Block, RelationKind::Mute] {
        let names =
            ["author", "hidden", "friend"].map(|name| format!("{name}_{kind:?}").to_lowercase());
        let author = scene.register(&names[0]).await;
        let hidden = scene.register(&names[1]).await;
        let friend = scene.register(&names[2]).await;
        let post = scene.publish(&author, "a post").await;
        let all = [Reaction::LikePost(post.id), Reaction::Repost(post.id)];
        for user in [&hidden, &friend] {
            scene.relate(RelationKind::Follow, user, &author).await;
            for reaction in all {
                scene.clock.advance(Duration::from_secs(2));
                scene.react(user, reaction).await;
            }
            scene.clock.advance(Duration::from_secs(2));
            scene.quote(user, &post).await;
        }
        catch_up(scene).await;
        assert_eq!(unread(scene, &author).await, 4);
        scene.relate(kind, &author, &hidden).await;
        catch_up(scene).await;
        let expected: Vec<_> = [Quote, Repost, Like, Follow]
            .map(|told| (told, vec![names[2].as_str()], 1))
            .to_vec();
        assert_eq!(told(&list(scene, &author).await), expected);
        // While it holds, nothing is made either.
        let other = scene.publish(&author, "another").await;
        if kind == RelationKind::Mute {
            scene.react(&hidden, Reaction::LikePost(other.id)).await;
            scene.quote(&hidden, &other).await;
            catch_up(scene).await;
        }
        assert_eq!(told(&list(scene, &author).await), expected);
        assert_eq!(unread(scene, &author).await, 4);
    }
}

pub async fn what_is_deleted_takes_what_was_told_of_it_along(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    scene
        .reply(&cast.carol, &cast.post, &deeds.comment().await, "a reply")
        .await;
    for number in 1..KINDS.len() {
        deeds.done(&cast.bob, number).await;
    }
    scene.quote(&cast.bob, &cast.post).await;
    catch_up(scene).await;
    // A tombstone is liked by nobody.
    scene.delete_comment(&deeds.comment().await).await;
    catch_up(scene).await;
    let kinds = |told: Vec<(NotificationKind, Vec<&str>, u64)>| -> Vec<NotificationKind> {
        told.into_iter().map(|(kind, ..)| kind).collect()
    };
    let left = list(scene, &cast.alice).await;
    assert_eq!(kinds(told(&left)), [Quote, Repost, Like]);
    scene.delete_post(&cast.post).await;
    assert_eq!(list(scene, &cast.alice).await, []);
    assert_eq!(unread(scene, &cast.alice).await, 0);
    catch_up(scene).await;
}

pub async fn an_erased_user_has_done_nothing(scene: &Scene) {
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let name = content.as_str();
        let author = scene.register(&format!("author_{name}")).await;
        let gone = scene.register(&format!("gone_{name}")).await;
        let post = scene.publish(&author, "a post").await;
        scene.relate(RelationKind::Follow, &gone, &author).await;
        scene.react(&gone, Reaction::LikePost(post.id)).await;
        scene.quote(&gone, &post).await;
        catch_up(scene).await;
        assert_eq!(unread(scene, &author).await, 3, "{name}");
        scene.erase(&gone, content).await;
        catch_up(scene).await;
        assert_eq!(list(scene, &author).await, [], "{name}");
        rebuild(scene).await;
        assert_eq!(list(scene, &author).await, [], "{name}");
    }
}

pub async fn an_edit_of_what_is_liked_changes_nothing(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for number in 1..KINDS.len() {
        deeds.done(&cast.bob, number).await;
    }
    let mut quoting = scene.quote(&cast.bob, &cast.post).await;
    catch_up(scene).await;
    let before = list(scene, &cast.alice).await;
    assert_eq!(before.len(), 4);
    let mut comment = deeds.comment().await;
    scene.edit_comment(&mut comment, "better").await;
    scene.edit_post(&mut quoting, "look again").await;
    scene.edit_post(&mut cast.post.clone(), "better").await;
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await, before);
}
