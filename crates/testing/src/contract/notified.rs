//! What every case about notifications does: letting their reader catch up, and looking.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thoughts_domain::accounts::User;
use thoughts_domain::ids::NotificationId;
use thoughts_domain::notifications::NotificationKind;
use thoughts_domain::posts::Post;
use thoughts_use_cases::notifications::{NotificationKey, NotificationReader, NotificationView};
use thoughts_use_cases::paging::{Page, PageRequest};
use thoughts_use_cases::readers::{ReaderRun, StartRebuild, Unwatched};

use super::Scene;
use super::walk::first;
use super::witness::run_to_the_end;
use crate::{FixedClock, PlainEncoder, SequentialIds};

/// A reader whose ids nobody else makes, another one of these included.
pub fn reader() -> NotificationReader {
    static NEXT: AtomicU64 = AtomicU64::new(1_000_000);
    let from = NEXT.fetch_add(1_000, Ordering::Relaxed);
    NotificationReader {
        ids: Arc::new(SequentialIds::starting_at(from)),
        events: Arc::new(PlainEncoder),
    }
}

pub fn run(scene: &Scene) -> ReaderRun {
    ReaderRun::new(
        Arc::new(reader()),
        Arc::clone(&scene.adapter.store),
        Arc::clone(&scene.adapter.log),
        Arc::new(FixedClock::default()),
        Arc::new(Unwatched),
    )
}

/// Has the reader pass everything that happened.
pub async fn catch_up(at: &Scene) {
    run_to_the_end(at, &mut run(at)).await;
    let parked = at.adapter.subscriptions.parked(None, 10).await;
    assert_eq!(parked.expect("parked"), []);
}

/// Writes down that they are to be made again.
pub async fn start(at: &Scene) {
    let start = StartRebuild {
        store: Arc::clone(&at.adapter.store),
        log: Arc::clone(&at.adapter.log),
    };
    start.execute(&reader()).await.expect("a start");
}

pub async fn rebuild(at: &Scene) {
    start(at).await;
    catch_up(at).await;
}

pub async fn page(
    scene: &Scene,
    user: &User,
    request: PageRequest<NotificationKey>,
) -> Page<NotificationView, NotificationKey> {
    let page = scene
        .adapter
        .notifications
        .notifications(user.id, &request)
        .await;
    page.expect("notifications").value
}

pub async fn list(scene: &Scene, user: &User) -> Vec<NotificationView> {
    page(scene, user, first(100)).await.items
}

pub async fn unread(scene: &Scene, user: &User) -> u64 {
    let count = scene.adapter.notifications.unread_count(user.id).await;
    count.expect("a count").value
}

pub async fn mark(scene: &Scene, user: &User, ids: Option<&[NotificationId]>) {
    let now = scene.now();
    let mut work = scene.begin().await;
    let marked = work.notifications().mark_read(user.id, ids, now).await;
    marked.expect("marked");
    work.commit().await.expect("commit");
}

/// Kind, handles of the actors, and how many did it.
pub fn told(views: &[NotificationView]) -> Vec<(NotificationKind, Vec<&str>, u64)> {
    let told = views.iter().map(|view| {
        let actors = view.actors.iter().map(|actor| actor.handle.as_str());
        (view.kind, actors.collect(), view.actor_count)
    });
    told.collect()
}

pub struct Cast {
    pub alice: User,
    pub bob: User,
    pub carol: User,
    pub post: Post,
}

/// Alice has a post.
pub async fn cast(scene: &Scene) -> Cast {
    let [alice, bob, carol] = [
        scene.register("alice").await,
        scene.register("bob").await,
        scene.register("carol").await,
    ];
    let post = scene.publish(&alice, "a post").await;
    Cast {
        alice,
        bob,
        carol,
        post,
    }
}

/// Bob comments on each of Alice's posts; returns them in the order of her list.
pub async fn fill(scene: &Scene, cast: &Cast, posts: usize) -> Vec<Post> {
    let mut made = Vec::new();
    for number in 0..posts {
        let post = scene.publish(&cast.alice, &format!("post {number}")).await;
        scene.comment(&cast.bob, &post, "hello").await;
        made.push(post);
    }
    catch_up(scene).await;
    made.reverse();
    made
}
