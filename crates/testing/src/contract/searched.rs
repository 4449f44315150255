//! What every case about search does: letting its reader catch up, and looking.

use std::sync::Arc;

use thoughts_domain::accounts::User;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::discovery::{HashtagView, PostSearch, Search, SearchReader, SearchUseCase};
use thoughts_use_cases::paging::{Page, PageRequest, RankKey};
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::ranked::Ranked;
use thoughts_use_cases::readers::{ReaderRun, StartRebuild, Unwatched};

use super::Scene;
use super::walk::first;
use super::witness::run_to_the_end;
use crate::{FixedClock, SequentialIds};

pub fn run(scene: &Scene) -> ReaderRun {
    ReaderRun::new(
        Arc::new(SearchReader),
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

/// Writes down that it is to be made again.
pub async fn start(at: &Scene) {
    let start = StartRebuild {
        store: Arc::clone(&at.adapter.store),
        log: Arc::clone(&at.adapter.log),
    };
    start.execute(&SearchReader).await.expect("a start");
}

pub async fn rebuild(at: &Scene) {
    start(at).await;
    catch_up(at).await;
}

/// The use case over the storage, at a moment so long after the clock's beginning.
pub fn at(scene: &Scene, later: std::time::Duration, ids: u64) -> SearchUseCase {
    let clock = FixedClock::default();
    clock.advance(later);
    SearchUseCase {
        queries: Arc::clone(&scene.adapter.search),
        rankings: Arc::clone(&scene.adapter.rankings),
        clock: Arc::new(clock),
        ids: Arc::new(SequentialIds::starting_at(ids)),
    }
}

/// The use case now; each has ids of its own.
pub fn search(scene: &Scene) -> SearchUseCase {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(5_000_000);
    at(
        scene,
        std::time::Duration::ZERO,
        NEXT.fetch_add(1_000, Ordering::Relaxed),
    )
}

pub fn text(raw: &str) -> SearchText {
    SearchText::parse(raw).expect("a text")
}

pub fn posts_with(raw: &str) -> PostSearch {
    PostSearch {
        text: text(raw),
        author: None,
        since: None,
        until: None,
    }
}

pub fn page<T>(ranked: Ranked<T>) -> Page<T, RankKey> {
    match ranked {
        Ranked::Page(page) => page,
        Ranked::Expired => panic!("the generation was not kept"),
    }
}

pub async fn posts_page(
    scene: &Scene,
    wanted: &PostSearch,
    viewer: Option<UserId>,
    request: PageRequest<RankKey>,
) -> Page<PostView, RankKey> {
    let read = search(scene).posts(wanted, viewer, &request).await;
    page(read.expect("a search").value)
}

/// The posts that are found, on one page.
pub async fn posts(scene: &Scene, wanted: &PostSearch, viewer: Option<&User>) -> Vec<PostId> {
    let viewer = viewer.map(|user| user.id);
    let page = posts_page(scene, wanted, viewer, first(100)).await;
    page.items.into_iter().map(|post| post.id).collect()
}

/// The handles of the users who are found, on one page.
pub async fn users(scene: &Scene, raw: &str, viewer: Option<&User>) -> Vec<String> {
    let viewer = viewer.map(|user| user.id);
    let read = search(scene).users(&text(raw), viewer, &first(100)).await;
    let found = page(read.expect("a search").value).items;
    found.into_iter().map(|user| user.summary.handle).collect()
}

/// The hashtags that are found, on one page.
pub async fn hashtags(scene: &Scene, raw: &str) -> Vec<HashtagView> {
    let read = search(scene).hashtags(&text(raw), &first(100)).await;
    page(read.expect("a search").value).items
}
