//! The check of everything. That it finds what is broken, each adapter proves in its own tests:
//! nothing can be broken through the ports.

use std::collections::BTreeSet;

use super::Scene;

pub async fn an_empty_storage_is_sound(scene: &Scene) {
    scene.assert_sound().await;
}

pub async fn checks_have_names_each_once(scene: &Scene) {
    let checks = scene.adapter.integrity.checks();
    for counter in [
        "users.post_count",
        "posts.comment_count",
        "comments.reply_count",
    ] {
        assert!(checks.contains(&counter), "{checks:?}");
    }
    assert_eq!(checks.iter().collect::<BTreeSet<_>>().len(), checks.len());
    // Asking for the names runs nothing: the storage is as sound as before.
    scene.assert_sound().await;
}

pub async fn repairing_what_is_sound_changes_nothing(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    let leaf = scene.reply(&alice, &post, &top, "leaf").await;
    scene.delete_comment(&top).await;
    scene.sequence().await;
    let repaired = scene.adapter.integrity.verify(true).await;
    assert_eq!(repaired.expect("verify"), []);
    assert_eq!(scene.comment_count(post.id).await, 1);
    assert_eq!(scene.post_count(alice.id).await, 1);
    assert!(
        scene
            .comment_view(top.id)
            .await
            .expect("a tombstone")
            .deleted
    );
    assert!(scene.comment_view(leaf.id).await.is_some());
}
