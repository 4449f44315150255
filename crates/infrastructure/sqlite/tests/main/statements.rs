//! A read takes the same few statements, however long its page is.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, OnceLock};

use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{RankingId, UserId};
use thoughts_testing::builders::{a_comment, a_post};
use thoughts_testing::contract::Scene;
use thoughts_use_cases::accounts::{AccountQueries, Login};
use thoughts_use_cases::comments::{CommentOrder, CommentQueries};
use thoughts_use_cases::engagement::EngagementQueries;
use thoughts_use_cases::feed::FeedQueries;
use thoughts_use_cases::paging::{PageLimit, PageRequest};
use thoughts_use_cases::posts::{PostFilter, PostQueries};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Instrument, Subscriber, info_span};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::support::{Database, database};

/// Statements by the span that they ran in. sqlx carries the span over to its worker threads.
#[derive(Clone, Default)]
struct Counts(Arc<Mutex<HashMap<u64, usize>>>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Counts {
    fn on_new_span(&self, _: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        self.0.lock().expect("counts").insert(id.into_u64(), 0);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut summary = Summary::default();
        event.record(&mut summary);
        // A connection that the pool opens meanwhile sets itself up by pragmas.
        if event.metadata().target() != "sqlx::query" || summary.0.starts_with("PRAGMA") {
            return;
        }
        if let Some(span) = context.event_span(event) {
            let mut counts = self.0.lock().expect("counts");
            *counts.entry(span.id().into_u64()).or_default() += 1;
        }
    }
}

/// The first words of a statement.
#[derive(Default)]
struct Summary(String);

impl Visit for Summary {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

/// One subscriber for the process: the workers' threads know no other.
fn counts() -> &'static Counts {
    static COUNTS: OnceLock<Counts> = OnceLock::new();
    COUNTS.get_or_init(|| {
        let counts = Counts::default();
        let subscriber = tracing_subscriber::registry().with(counts.clone());
        tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
        counts
    })
}

const ROWS: usize = 120;

/// Enough of everything for a full page of 100 and more to follow.
async fn fill(scene: &Scene) -> World {
    let alice = scene.register("alice").await;
    let mut work = scene.begin().await;
    let mut posts = Vec::new();
    for n in 0..ROWS {
        let post = a_post(&format!("@alice no. {n} #many")).mentioning(&alice);
        let post = match posts.first() {
            Some(first) => post.quoting(first),
            None => post,
        };
        let post = post.build(&alice, &scene.ids, &scene.clock);
        work.posts().insert(&post).await.expect("insert");
        let kept = Reaction::Bookmark(post.id);
        let kept = work.engagement().begin(kept, alice.id, scene.now());
        kept.await.expect("a bookmark");
        posts.push(post);
    }
    let post = posts.swap_remove(0);
    let mut comments = Vec::new();
    for n in 0..ROWS {
        let comment = a_comment(&format!("no. {n}")).build(&alice, &post, &scene.ids, &scene.clock);
        work.comments().insert(&comment).await.expect("insert");
        comments.push(comment);
    }
    let top = comments.swap_remove(0);
    for n in 0..ROWS {
        let reply = a_comment(&format!("no. {n}")).under(&top).build(
            &alice,
            &post,
            &scene.ids,
            &scene.clock,
        );
        work.comments().insert(&reply).await.expect("insert");
    }
    work.commit().await.expect("commit");
    World {
        alice,
        post,
        comment: top,
    }
}

struct World {
    alice: thoughts_domain::accounts::User,
    post: thoughts_domain::posts::Post,
    comment: thoughts_domain::comments::Comment,
}

/// The statements of every read at `limit`, of nobody or of somebody who has signed in.
async fn tally(limit: u16, signed_in: bool) -> Vec<(&'static str, usize)> {
    let counts = counts();
    let database = database().await;
    let scene = database.scene();
    let world = fill(&scene).await;
    let viewer = signed_in.then_some(world.alice.id);
    let reads = read_everything(&database, &scene, &world, viewer, limit).await;
    // A statement is logged when its worker lets go of it: closing waits for that.
    database.storage.close().await;
    let counts = counts.0.lock().expect("counts");
    reads
        .into_iter()
        .map(|(name, span)| (name, counts[&span.into_u64()]))
        .collect()
}

async fn read_everything(
    Database { storage, .. }: &Database,
    scene: &Scene,
    World {
        alice,
        post,
        comment,
    }: &World,
    viewer: Option<UserId>,
    limit: u16,
) -> Vec<(&'static str, Id)> {
    let limit = PageLimit::new(limit).expect("a limit");
    let page = PageRequest::first(limit);
    let feed = |author: bool, tag: bool| PostFilter {
        author: author.then_some(alice.id),
        hashtag: tag.then(|| "many".to_owned()),
    };
    let mut spans = Vec::new();
    macro_rules! read {
        ($name:literal, $read:expr) => {{
            let span = info_span!("read");
            spans.push(($name, span.id().expect("a span")));
            // Kept open, so that its id is not given to another.
            std::mem::forget(span.clone());
            $read.instrument(span).await.expect($name)
        }};
    }
    read!("profile", storage.profile(alice.id, viewer));
    read!(
        "profile_by_handle",
        storage.profile_by_handle(&alice.handle, viewer)
    );
    read!("profiles", storage.profiles(viewer, &page));
    read!("own_account", storage.own_account(alice.id));
    let login = Login::Handle(alice.handle.clone());
    read!("credentials", storage.credentials(&login));
    read!("sessions", storage.sessions(alice.id, &page, scene.now()));
    read!("post", storage.post(post.id, viewer));
    read!("feed", storage.feed(&feed(false, false), viewer, &page));
    read!(
        "feed of author",
        storage.feed(&feed(true, false), viewer, &page)
    );
    read!(
        "feed of hashtag",
        storage.feed(&feed(false, true), viewer, &page)
    );
    read!(
        "feed of both",
        storage.feed(&feed(true, true), viewer, &page)
    );
    read!("posts that quote", storage.quotes(post.id, viewer, &page));
    read!("posts kept", storage.bookmarks(alice.id, &page));
    // Somebody has one whether he asks as himself or not.
    read!("home feed", storage.home(alice.id, &page));
    let edits = PageRequest::first(limit);
    read!("edits", storage.edits(post.id, viewer, &edits));
    read!("comment", storage.comment(comment.id, viewer));
    for order in [CommentOrder::Oldest, CommentOrder::Newest] {
        read!("of_post", storage.of_post(post.id, order, viewer, &page));
    }
    read!(
        "post with comments",
        storage.with_post(post.id, viewer, limit)
    );
    read!("replies", storage.replies(comment.id, viewer, &page));
    read!("by_user", storage.by_user(alice.id, viewer, &page));
    let top = PageRequest::first(limit);
    let (first, second) = (RankingId::new(scene.id()), RankingId::new(scene.id()));
    read!(
        "top, made",
        storage.top_of_post(post.id, viewer, &top, first, scene.now())
    );
    read!(
        "top, known",
        storage.top_of_post(post.id, viewer, &top, second, scene.now())
    );
    spans
}

#[tokio::test]
async fn reads_take_as_many_statements_for_a_hundred_rows_as_for_one() {
    let one = tally(1, false).await;
    for (limit, signed_in) in [(100, false), (1, true), (100, true)] {
        assert_eq!(tally(limit, signed_in).await, one);
    }
    for (name, statements) in one {
        let most = match name {
            // What there is, the generation, the page.
            // A home feed: the places, what stands there, the handles of those who are mentioned.
            "top, made" | "home feed" => 3,
            "top, known" => 2,
            // The second reads the handles of those who are mentioned.
            _ if name.starts_with("post") || name.starts_with("feed") => 2,
            _ => 1,
        };
        assert_eq!(statements, most, "{name}");
    }
}
