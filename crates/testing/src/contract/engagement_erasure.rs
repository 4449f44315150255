//! What becomes of reactions when users, posts and comments go.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::engagement::Reaction;
use thoughts_use_cases::erasure::ContinueErasure;

use super::Scene;
use super::engagement::{counts, reactions};

pub async fn forgetting_goes_in_steps_and_counts_off(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let post = scene.publish(&bob, "a post").await;
    let other = scene.publish(&bob, "another post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    for by in [&ada, &bob] {
        for reaction in reactions(&post, &comment) {
            scene.react(by, reaction).await;
        }
        scene.react(by, Reaction::LikePost(other.id)).await;
    }
    let mut steps = Vec::new();
    loop {
        let mut work = scene.begin().await;
        let went = work.engagement().forget(ada.id, 2).await.expect("forget");
        work.commit().await.expect("commit");
        scene.assert_sound().await;
        steps.push(went);
        if went < 2 {
            break;
        }
    }
    assert_eq!(steps, [2, 2, 1]);
    assert_eq!(counts(scene, &post, &comment).await, [1; 3]);
    let other = scene.post(other.id).await.expect("a post");
    assert_eq!(other.like_count, 1);
}

pub async fn stripping_goes_in_steps_and_counts_off(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let post = scene.publish(&bob, "a post").await;
    let other = scene.publish(&bob, "another post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    let elsewhere = scene.comment(&bob, &other, "another comment").await;
    for by in [&ada, &bob] {
        for reaction in reactions(&post, &comment) {
            scene.react(by, reaction).await;
        }
        for reaction in reactions(&other, &elsewhere) {
            scene.react(by, reaction).await;
        }
    }
    let strip = async |of_comment: bool| {
        let mut work = scene.begin().await;
        let engagement = work.engagement();
        let went = if of_comment {
            engagement.strip_comment(elsewhere.id, 1).await
        } else {
            engagement.strip_post(post.id, 3).await
        };
        work.commit().await.expect("commit");
        scene.assert_sound().await;
        went.expect("strip")
    };
    let post_steps = [strip(false).await, strip(false).await, strip(false).await];
    assert_eq!(post_steps, [3, 3, 2]);
    assert_eq!(strip(false).await, 0);
    assert_eq!(counts(scene, &post, &comment).await, [0; 3]);
    assert_eq!(counts(scene, &other, &elsewhere).await, [2; 3]);
    assert_eq!([strip(true).await, strip(true).await], [1, 1]);
    assert_eq!(strip(true).await, 0);
    assert_eq!(counts(scene, &other, &elsewhere).await, [2, 2, 0]);
}

pub async fn whoever_leaves_takes_his_reactions_along(scene: &Scene) {
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let ada = scene.register("ada").await;
        for reaction in reactions(&post, &comment) {
            scene.react(&ada, reaction).await;
        }
        assert_eq!(counts(scene, &post, &comment).await, [1; 3]);
        scene.erase(&ada, content).await;
        assert_eq!(counts(scene, &post, &comment).await, [0; 3]);
        for reaction in reactions(&post, &comment) {
            let mut work = scene.begin().await;
            let ended = work.engagement().end(reaction, ada.id).await;
            assert_eq!(ended.expect("end"), None);
        }
        scene.assert_sound().await;
    }
}

pub async fn what_is_deleted_takes_the_reactions_to_it_along(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let (post, his) = (
        scene.publish(&ada, "to go").await,
        scene.publish(&bob, "to stay").await,
    );
    let comment = scene.comment(&bob, &post, "a comment").await;
    let on_his = scene.comment(&ada, &his, "her comment").await;
    for by in [&ada, &bob] {
        for reaction in reactions(&post, &comment) {
            scene.react(by, reaction).await;
        }
        scene.react(by, Reaction::LikeComment(on_his.id)).await;
    }
    scene.erase(&ada, ContentRemoval::Delete).await;
    let mut gone: Vec<_> = reactions(&post, &comment).into();
    gone.push(Reaction::LikeComment(on_his.id));
    for reaction in gone {
        let mut work = scene.begin().await;
        let ended = work.engagement().end(reaction, bob.id).await;
        assert_eq!(ended.expect("end"), None);
    }
    scene.assert_sound().await;
}

pub async fn others_react_while_an_account_is_erased(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let post = scene.publish(&bob, "a post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    for reaction in reactions(&post, &comment) {
        scene.react(&ada, reaction).await;
    }
    scene.close_account(&ada, ContentRemoval::Delete).await;
    let eraser = scene.eraser();
    loop {
        for reaction in reactions(&post, &comment) {
            if !scene.take_back(&bob, reaction).await {
                scene.react(&bob, reaction).await;
            }
        }
        if eraser.execute(None).await.expect("a batch").is_none() {
            break;
        }
        scene.assert_sound().await;
    }
    let [likes, reposts, on_comment] = counts(scene, &post, &comment).await;
    assert!(likes <= 1 && reposts <= 1 && on_comment <= 1);
}
