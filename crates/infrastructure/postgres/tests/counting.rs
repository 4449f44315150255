//! How many statements a read takes: the same for a page of 1 as for a page of 100.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use thoughts_domain::accounts::User;
use thoughts_testing::builders::a_post;
use thoughts_testing::contract::Scene;
use thoughts_use_cases::comments::CommentOrder;
use thoughts_use_cases::discovery::{PostSearch, Search, SearchUseCase};
use thoughts_use_cases::feed::FeedQueries;
use thoughts_use_cases::paging::{Direction, PageLimit, PageRequest, TimeKey};
use thoughts_use_cases::posts::PostFilter;
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::database::Database;

/// Counts sqlx's own notes of statements.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Statements {
    fn watch() -> (Self, DefaultGuard) {
        let statements = Self::default();
        let subscriber = tracing_subscriber::registry().with(statements.clone());
        (statements, tracing::subscriber::set_default(subscriber))
    }

    fn take(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

const ROWS: usize = 101;

async fn fill(scene: &Scene) -> (User, thoughts_domain::posts::Post, User) {
    let author = scene.register("author").await;
    let friend = scene.register("friend").await;
    let mut last = None;
    for _ in 0..ROWS {
        let post =
            a_post("#tag and @friend")
                .mentioning(&friend)
                .build(&author, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        last = Some(post);
    }
    let post = last.expect("a post");
    for _ in 0..ROWS {
        scene.comment(&author, &post, "yes").await;
    }
    (author, post, friend)
}

#[tokio::test]
async fn does_not_depend_on_the_size_of_the_page() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let (author, post, friend) = fill(&scene).await;
    let posts = &scene.adapter.posts;
    let comments = &scene.adapter.comments;
    let feed = PageRequest::first(PageLimit::new(2).expect("a limit"));
    let page = posts
        .feed(&PostFilter::default(), None, &feed)
        .await
        .expect("a page");
    let edge = page.value.next.expect("more posts");
    let (statements, _guard) = Statements::watch();
    let mut seen = Vec::new();
    for (limit, viewer) in [
        (1, None),
        (100, None),
        (1, Some(friend.id)),
        (100, Some(friend.id)),
    ] {
        let limit = PageLimit::new(limit).expect("a limit");
        let first = PageRequest::first(limit);
        let back = PageRequest {
            limit,
            from: Some((Direction::Backward, edge)),
        };
        let mut counts = Vec::new();
        let filters = [
            PostFilter::default(),
            PostFilter {
                author: Some(author.id),
                ..PostFilter::default()
            },
            PostFilter {
                hashtag: Some("tag".to_owned()),
                ..PostFilter::default()
            },
            PostFilter {
                author: Some(author.id),
                hashtag: Some("tag".to_owned()),
            },
        ];
        for filter in &filters {
            for page in [&first, &back] {
                let feed = posts.feed(filter, viewer, page).await.expect("a page");
                assert!(!feed.value.items.is_empty());
                counts.push(statements.take());
            }
        }
        posts.post(post.id, viewer).await.expect("a post");
        counts.push(statements.take());
        posts
            .edits(post.id, viewer, &PageRequest::first(limit))
            .await
            .expect("a page");
        counts.push(statements.take());
        for order in [CommentOrder::Oldest, CommentOrder::Newest] {
            let list = comments
                .of_post(post.id, order, viewer, &first)
                .await
                .expect("a page");
            assert_eq!(
                list.value.expect("a post").items.len(),
                usize::from(limit.get())
            );
            counts.push(statements.take());
        }
        let thread = comments
            .with_post(post.id, viewer, limit)
            .await
            .expect("a thread");
        let thread = thread.value.expect("a post");
        assert_eq!(thread.comments.items.len(), usize::from(limit.get()));
        assert_eq!(thread.post.mentions.len(), 1);
        counts.push(statements.take());
        comments
            .by_user(author.id, viewer, &first)
            .await
            .expect("a page");
        counts.push(statements.take());
        scene
            .adapter
            .accounts
            .profiles(viewer, &first)
            .await
            .expect("a page");
        counts.push(statements.take());
        scene
            .adapter
            .accounts
            .own_account(author.id)
            .await
            .expect("an account");
        counts.push(statements.take());
        seen.push(counts);
    }
    // The rows with all that they show; backward, also whether a row follows.
    assert_eq!(seen[0], [1, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(seen, vec![seen[0].clone(); 4]);
}

#[tokio::test]
async fn of_a_search_does_not_either() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    fill(&scene).await;
    let mut work = scene.begin().await;
    let posts = work.search().posts_after(None, 1_000).await.expect("posts");
    work.search().index_posts(&posts).await.expect("indexed");
    work.commit().await.expect("commit");
    let search = SearchUseCase {
        queries: Arc::clone(&storage) as _,
        rankings: storage,
        clock: Arc::new(thoughts_testing::FixedClock::default()),
        ids: Arc::new(thoughts_testing::SequentialIds::starting_at(9_000_000)),
    };
    let (statements, _guard) = Statements::watch();
    let mut seen = Vec::new();
    // The larger page first: it is the one that ranks.
    for rows in [100, 1] {
        let limit = PageLimit::new(rows).expect("a limit");
        let wanted = PostSearch {
            text: thoughts_domain::discovery::SearchText::parse("tag").expect("a text"),
            author: None,
            since: None,
            until: None,
        };
        let mut page = PageRequest::first(limit);
        for _ in 0..2 {
            let read = search.posts(&wanted, None, &page).await.expect("a search");
            let thoughts_use_cases::ranked::Ranked::Page(read) = read.value else {
                panic!("a page");
            };
            seen.push(statements.take());
            page.from = read.next.map(|next| (Direction::Forward, next));
        }
    }
    // What there is, the hits, keeping them, the rows; then what there is, and the rows.
    assert_eq!(seen, [4, 2, 2, 2]);
}

#[tokio::test]
async fn of_a_home_feed_does_not_either() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let (author, ..) = fill(&scene).await;
    let first = |rows| PageRequest::first(PageLimit::new(rows).expect("a limit"));
    let two = storage.home(author.id, &first(2)).await.expect("a feed");
    let edge = two.value.next.expect("more posts");
    let (statements, _guard) = Statements::watch();
    let mut seen = Vec::new();
    for rows in [1, 100] {
        let page = storage.home(author.id, &first(rows)).await.expect("a feed");
        assert_eq!(page.value.items.len(), usize::from(rows));
        seen.push(statements.take());
        let back = PageRequest {
            from: Some((Direction::Backward, edge)),
            ..first(rows)
        };
        let page = storage.home(author.id, &back).await.expect("a feed");
        assert_eq!(page.value.items.len(), 1);
        seen.push(statements.take());
    }
    // The places and what stands there; backward, also whether a row follows.
    assert_eq!(seen, [2, 3, 2, 3]);
}

#[tokio::test]
async fn an_empty_page_takes_one() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let first: PageRequest<TimeKey> = PageRequest::first(PageLimit::default());
    let (statements, _guard) = Statements::watch();
    let empty = scene
        .adapter
        .posts
        .feed(&PostFilter::default(), None, &first)
        .await;
    assert!(empty.expect("a page").value.items.is_empty());
    assert_eq!(statements.take(), 1);
}

#[tokio::test]
async fn a_write_with_its_counters_is_one() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    let author = scene.register("author").await;
    let (statements, _guard) = Statements::watch();
    scene.publish(&author, "#one #two").await;
    // BEGIN, post with counter and hashtags, event, COMMIT.
    assert_eq!(statements.take(), COMMIT_AND_BEGIN + 2);
    scene.adapter.log.sequence(100).await.expect("sequenced");
    statements.take();
    scene.adapter.log.sequence(100).await.expect("sequenced");
    assert_eq!(statements.take(), 1, "an empty outbox costs one read");
}

/// With the check of the connection that goes along with BEGIN.
const COMMIT_AND_BEGIN: usize = 2;
