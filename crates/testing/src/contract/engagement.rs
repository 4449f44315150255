//! Likes, reposts and bookmarks.

use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::{Reaction, Target};
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::engagement::Reacting;
use thoughts_use_cases::storage::StorageError;

use super::Scene;

/// Every reaction to a post and to a comment.
pub(super) fn reactions(post: &Post, comment: &Comment) -> [Reaction; 4] {
    [
        Reaction::LikePost(post.id),
        Reaction::LikeComment(comment.id),
        Reaction::Repost(post.id),
        Reaction::Bookmark(post.id),
    ]
}

/// The likes and reposts of a post, and the likes of a comment, as counted.
pub(super) async fn counts(scene: &Scene, post: &Post, comment: &Comment) -> [u64; 3] {
    let post = scene.post(post.id).await.expect("a post");
    let comment = scene.comment_view(comment.id).await.expect("a comment");
    [post.like_count, post.repost_count, comment.like_count]
}

pub async fn a_reaction_tells_what_it_was_to(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let mut post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    scene.edit_post(&mut post, "a better post").await;
    for reaction in reactions(&post, &comment) {
        let now = scene.now();
        let mut work = scene.begin().await;
        let reacting = work.engagement().begin(reaction, bob.id, now).await;
        let version = match reaction {
            Reaction::LikeComment(_) => 1,
            _ => 2,
        };
        let target = Target {
            post_id: post.id,
            version,
        };
        let expected = Reacting::Begun(reaction.begin(target, bob.id, now));
        assert_eq!(reacting.expect("begin"), expected);
        let again = work.engagement().begin(reaction, bob.id, now).await;
        assert_eq!(again.expect("begin"), Reacting::There);
    }
}

pub async fn each_counts_once_and_is_counted_off_once(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    for (by, counted) in [(&bob, 1), (&ada, 2)] {
        for reaction in reactions(&post, &comment) {
            assert!(scene.react(by, reaction).await, "{reaction:?}");
            assert!(!scene.react(by, reaction).await, "{reaction:?}");
        }
        assert_eq!(counts(scene, &post, &comment).await, [counted; 3]);
        scene.assert_sound().await;
    }
    for reaction in reactions(&post, &comment) {
        assert!(scene.take_back(&bob, reaction).await, "{reaction:?}");
        assert!(!scene.take_back(&bob, reaction).await, "{reaction:?}");
    }
    assert_eq!(counts(scene, &post, &comment).await, [1; 3]);
    scene.assert_sound().await;
}

pub async fn what_was_taken_back_tells_since_when_it_was(scene: &Scene) {
    let ada = scene.register("ada").await;
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    for reaction in reactions(&post, &comment) {
        let now = scene.now();
        let mut work = scene.begin().await;
        let reacting = work.engagement().begin(reaction, ada.id, now).await;
        let Ok(Reacting::Begun(reacted)) = reacting else {
            panic!("{reacting:?}");
        };
        let ended = work.engagement().end(reaction, ada.id).await.expect("end");
        assert_eq!(ended, Some(reacted));
        let again = work.engagement().end(reaction, ada.id).await.expect("end");
        assert_eq!(again, None);
    }
}

pub async fn a_reaction_leaves_versions_alone(scene: &Scene) {
    let ada = scene.register("ada").await;
    let mut post = scene.publish(&ada, "a post").await;
    let mut comment = scene.comment(&ada, &post, "a comment").await;
    for reaction in reactions(&post, &comment) {
        scene.react(&ada, reaction).await;
    }
    scene.edit_post(&mut post, "another body").await;
    scene.edit_comment(&mut comment, "another body").await;
    assert_eq!((post.version, comment.version), (2, 2));
    assert_eq!(counts(scene, &post, &comment).await, [1; 3]);
    let shown = scene.post(post.id).await.expect("a post");
    assert_eq!((shown.body.as_str(), shown.version), ("another body", 2));
    scene.assert_sound().await;
}

pub async fn nothing_that_is_not_there_is_reacted_to(scene: &Scene) {
    let ada = scene.register("ada").await;
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    let nobody = UserId::new(scene.id());
    let (no_post, no_comment) = (PostId::new(scene.id()), CommentId::new(scene.id()));
    let missing = [
        Reaction::LikePost(no_post),
        Reaction::LikeComment(no_comment),
        Reaction::Repost(no_post),
        Reaction::Bookmark(no_post),
    ];
    let absent = missing.map(|reaction| (reaction, ada.id));
    let strange = reactions(&post, &comment).map(|reaction| (reaction, nobody));
    for (reaction, by) in absent.into_iter().chain(strange) {
        let mut work = scene.begin().await;
        let reacting = work.engagement().begin(reaction, by, scene.now()).await;
        assert_eq!(reacting.expect("begin"), Reacting::NotFound);
        let ended = work.engagement().end(reaction, by).await;
        assert_eq!(ended.expect("end"), None);
        work.commit().await.expect("nothing is poisoned");
    }
    assert_eq!(counts(scene, &post, &comment).await, [0; 3]);
}

pub async fn through_a_block_nobody_reacts_and_everybody_takes_back(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    for (from, to) in [(&ada, &bob), (&bob, &ada)] {
        scene.react(&bob, Reaction::LikePost(post.id)).await;
        scene.relate(RelationKind::Block, from, to).await;
        for reaction in reactions(&post, &comment) {
            let mut work = scene.begin().await;
            let reacting = work.engagement().begin(reaction, bob.id, scene.now()).await;
            assert_eq!(reacting.expect("begin"), Reacting::NotFound);
        }
        assert!(scene.take_back(&bob, Reaction::LikePost(post.id)).await);
        scene.unrelate(RelationKind::Block, from, to).await;
    }
    scene.relate(RelationKind::Mute, &ada, &bob).await;
    for reaction in reactions(&post, &comment) {
        assert!(scene.react(&bob, reaction).await, "a mute stops nobody");
    }
    scene.assert_sound().await;
}

pub async fn a_tombstone_is_not_liked_and_keeps_no_likes(scene: &Scene) {
    let ada = scene.register("ada").await;
    let post = scene.publish(&ada, "a post").await;
    let top = scene.comment(&ada, &post, "top").await;
    let reply = scene.reply(&ada, &post, &top, "reply").await;
    for comment in [&top, &reply] {
        scene.react(&ada, Reaction::LikeComment(comment.id)).await;
    }
    scene.delete_comment(&top).await;
    let tombstone = scene.comment_view(top.id).await.expect("a tombstone");
    assert_eq!((tombstone.deleted, tombstone.like_count), (true, 0));
    let like = Reaction::LikeComment(top.id);
    let mut work = scene.begin().await;
    let reacting = work.engagement().begin(like, ada.id, scene.now()).await;
    assert_eq!(reacting.expect("begin"), Reacting::NotFound);
    assert_eq!(
        work.engagement().end(like, ada.id).await.expect("end"),
        None
    );
    drop(work);
    scene.delete_comment(&reply).await;
    assert_eq!(scene.comment_view(top.id).await, None);
    scene.assert_sound().await;
}

pub async fn a_reaction_that_was_dropped_is_not_counted(scene: &Scene) {
    let ada = scene.register("ada").await;
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    for reaction in reactions(&post, &comment) {
        let before = counts(scene, &post, &comment).await;
        let mut work = scene.begin().await;
        let reacting = work.engagement().begin(reaction, ada.id, scene.now()).await;
        assert!(matches!(reacting, Ok(Reacting::Begun(_))));
        drop(work);
        assert_eq!(counts(scene, &post, &comment).await, before);
        assert!(scene.react(&ada, reaction).await);
    }
}

pub async fn many_at_once_on_one_post_count_exactly(scene: &Scene) {
    let ada = scene.register("ada").await;
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    let react = async |handle: &str| {
        let fan = scene.register(handle).await;
        for reaction in reactions(&post, &comment) {
            scene.react(&fan, reaction).await;
            scene.take_back(&fan, reaction).await;
            scene.react(&fan, reaction).await;
        }
        scene.take_back(&fan, Reaction::Repost(post.id)).await;
    };
    tokio::join!(
        react("fan_1"),
        react("fan_2"),
        react("fan_3"),
        react("fan_4")
    );
    assert_eq!(counts(scene, &post, &comment).await, [4, 0, 4]);
    scene.assert_sound().await;
}

pub async fn a_post_deleted_under_its_likes_leaves_nothing(scene: &Scene) {
    let ada = scene.register("ada").await;
    let post = scene.publish(&ada, "a post").await;
    let comment = scene.comment(&ada, &post, "a comment").await;
    let like = async || {
        for reaction in reactions(&post, &comment) {
            let mut work = scene.begin().await;
            let done = async {
                let engagement = work.engagement();
                let reacting = engagement.begin(reaction, ada.id, scene.now()).await?;
                match reacting {
                    Reacting::Begun(_) => work.commit().await,
                    Reacting::There | Reacting::NotFound => Ok(()),
                }
            };
            let outcome = done.await;
            assert!(
                matches!(outcome, Ok(()) | Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }
    };
    tokio::join!(like(), like(), scene.delete_post(&post), like());
    for reaction in reactions(&post, &comment) {
        let mut work = scene.begin().await;
        let ended = work.engagement().end(reaction, ada.id).await;
        assert_eq!(ended.expect("end"), None);
    }
    scene.assert_sound().await;
}
