//! Many writers at once.

use std::sync::Arc;

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
