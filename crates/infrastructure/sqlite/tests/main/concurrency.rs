//! Many writers at once.

use std::sync::Arc;

use thoughts_domain::engagement::Reaction;

use crate::support::database;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn comments_of_many_at_once_are_counted_exactly() {
    const TASKS: u64 = 32;
    let database = database().await;
    let scene = Arc::new(database.scene());
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "everybody at once").await;
    let before = scene.log().await.len();

    let tasks: Vec<_> = (0..TASKS)
        .map(|n| {
            let (scene, alice, post) = (Arc::clone(&scene), alice.clone(), post.clone());
            tokio::spawn(async move { scene.comment(&alice, &post, &format!("no. {n}")).await })
        })
        .collect();
    for task in tasks {
        task.await.expect("a comment");
    }

    assert_eq!(scene.comment_count(post.id).await, TASKS);
    assert_eq!(scene.log().await.len(), before + 32);
    scene.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn likes_of_many_at_once_are_counted_exactly() {
    const TASKS: u64 = 32;
    let database = database().await;
    let scene = Arc::new(database.scene());
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "everybody at once").await;
    let mut tasks = Vec::new();
    for number in 0..TASKS {
        let (scene, post) = (Arc::clone(&scene), post.id);
        let fan = scene.register(&format!("fan_{number}")).await;
        tasks.push(tokio::spawn(async move {
            let (like, repost) = (Reaction::LikePost(post), Reaction::Repost(post));
            scene.react(&fan, like).await;
            scene.react(&fan, repost).await;
            scene.take_back(&fan, like).await;
            if number % 4 == 0 {
                scene.react(&fan, like).await;
            } else {
                scene.take_back(&fan, repost).await;
            }
        }));
    }
    for task in tasks {
        task.await.expect("reactions");
    }
    let view = scene.post(post.id).await.expect("a post");
    assert_eq!((view.like_count, view.repost_count), (8, 8));
    scene.assert_sound().await;
}
