//! One transaction over all repositories.

use thoughts_domain::events::DomainEvent;
use thoughts_domain::posts::PostPublished;
use thoughts_use_cases::idempotency::Claim;

use super::Scene;
use super::samples::{an_answer, retry};
use crate::builders::a_post;

pub async fn dropping_takes_everything_back(scene: &Scene) {
    let alice = scene.register("alice").await;
    let before = scene.log().await.len();
    let post = a_post("never").build(&alice, &scene.ids, &scene.clock);
    let key = retry(&alice, "key");

    let mut work = scene.begin().await;
    let now = scene.now();
    assert_eq!(
        work.answers().claim(&key, now).await.ok(),
        Some(Claim::Fresh)
    );
    assert!(work.posts().insert(&post).await.expect("insert").is_some());
    let event = DomainEvent::PostPublished(PostPublished { post: post.clone() });
    scene.leave(&mut *work, event).await;
    work.answers()
        .keep(&key, &an_answer(), now)
        .await
        .expect("keep");
    drop(work);

    assert_eq!(scene.post(post.id).await, None);
    assert_eq!(scene.post_count(alice.id).await, 0);
    assert_eq!(scene.log().await.len(), before);
    let mut work = scene.begin().await;
    assert_eq!(
        work.answers().claim(&key, now).await.ok(),
        Some(Claim::Fresh)
    );
}
