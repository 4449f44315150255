//! What moves, as cases look at it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use thoughts_domain::accounts::User;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::PostId;
use thoughts_domain::posts::Post;
use thoughts_use_cases::discovery::{HashtagView, Trending, TrendingReader, TrendingUseCase};
use thoughts_use_cases::paging::{Page, PageRequest, RankKey};
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::ranked::Ranked;
use thoughts_use_cases::readers::{ReaderRun, StartRebuild, Unwatched};

use super::Scene;
use super::walk::first;
use super::witness::run_to_the_end;
use crate::{FixedClock, PlainEncoder, SequentialIds};

#[must_use]
pub fn reader() -> TrendingReader {
    TrendingReader {
        events: Arc::new(PlainEncoder),
    }
}

/// Has the reader pass everything that happened.
pub async fn catch_up(at: &Scene) {
    let mut run = ReaderRun::new(
        Arc::new(reader()),
        Arc::clone(&at.adapter.store),
        Arc::clone(&at.adapter.log),
        Arc::new(FixedClock::default()),
        Arc::new(Unwatched),
    );
    run_to_the_end(at, &mut run).await;
    let parked = at.adapter.subscriptions.parked(None, 10).await;
    assert_eq!(parked.expect("parked"), []);
}

pub async fn rebuild(at: &Scene) {
    let start = StartRebuild {
        store: Arc::clone(&at.adapter.store),
        log: Arc::clone(&at.adapter.log),
    };
    start.execute(&reader()).await.expect("a start");
    catch_up(at).await;
}

/// The use case so long after the clock's beginning.
pub fn later(scene: &Scene, later: Duration) -> TrendingUseCase {
    static NEXT: AtomicU64 = AtomicU64::new(7_000_000);
    let clock = FixedClock::default();
    clock.advance(later);
    TrendingUseCase {
        hot: Arc::clone(&scene.adapter.trending),
        queries: Arc::clone(&scene.adapter.search),
        rankings: Arc::clone(&scene.adapter.rankings),
        clock: Arc::new(clock),
        ids: Arc::new(SequentialIds::starting_at(
            NEXT.fetch_add(1_000, Ordering::Relaxed),
        )),
    }
}

#[must_use]
pub fn page<T>(read: Ranked<T>) -> Page<T, RankKey> {
    match read {
        Ranked::Page(page) => page,
        Ranked::Expired => panic!("the generation has expired"),
    }
}

pub async fn posts_page(
    trending: &TrendingUseCase,
    viewer: Option<&User>,
    request: PageRequest<RankKey>,
) -> Page<PostView, RankKey> {
    let read = trending.posts(viewer.map(|user| user.id), &request).await;
    page(read.expect("a list").value)
}

/// The posts that move, on one page.
pub async fn hot(scene: &Scene) -> Vec<PostId> {
    let page = posts_page(&later(scene, Duration::ZERO), None, first(100)).await;
    page.items.into_iter().map(|post| post.id).collect()
}

/// The hashtags that move, as they are ranked now.
pub async fn hot_tags(scene: &Scene) -> Vec<(String, u64)> {
    let hot = scene
        .adapter
        .trending
        .hot_hashtags()
        .await
        .expect("hashtags");
    let named = hot
        .into_iter()
        .map(|HashtagView { name, post_count }| (name, post_count));
    named.collect()
}

pub async fn users<const N: usize>(scene: &Scene, prefix: &str) -> [User; N] {
    let mut users = Vec::new();
    for number in 0..N {
        users.push(scene.register(&format!("{prefix}_{number}")).await);
    }
    users.try_into().expect("as many")
}

pub async fn like(scene: &Scene, by: &User, post: &Post) {
    assert!(scene.react(by, Reaction::LikePost(post.id)).await);
}
