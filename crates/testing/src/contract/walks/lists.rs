//! Every list of the query ports. A test holds this against the ports: a new one has to come in here.

use std::future::Future;
use std::pin::Pin;

use thoughts_domain::ids::RankingId;
use thoughts_use_cases::comments::{CommentOrder, RankedPage};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::notifications::NotificationKey;
use thoughts_use_cases::paging::{Page, PageRequest, RankKey, TimeKey, VersionKey};
use thoughts_use_cases::posts::PostFilter;
use thoughts_use_cases::storage::StorageError;

use super::town::{TAG, Town};

/// The edge of any page.
#[derive(Clone, Copy, Debug)]
pub enum Edge {
    Time(TimeKey),
    Version(VersionKey),
    Rank(RankKey),
    Place(NotificationKey),
}

/// A list as somebody sees it.
pub struct List {
    /// Where it is read, as `room::method`.
    pub method: &'static str,
    /// What tells it from others that are read there.
    pub about: &'static str,
    /// Whether a walk stays with what was there when it began, on its way back too.
    pub retained: bool,
    /// Reads a page; what its rows are known by.
    pub page: for<'a> fn(&'a Town<'_>, PageRequest<Edge>) -> Reading<'a>,
}

type Reading<'a> = Pin<Box<dyn Future<Output = Page<String, Edge>> + 'a>>;

macro_rules! is_retained {
    () => {
        false
    };
    (retained) => {
        true
    };
}

/// Lists of these: where, what about, perhaps `retained`, how it is read, what a row is known by.
macro_rules! lists {
    ($($method:literal $about:literal $($retained:ident)?
        |$town:ident, $ask:ident| $read:expr, |$row:ident| $name:expr;)*) => {
        &[$(List {
            method: $method,
            about: $about,
            retained: is_retained!($($retained)?),
            page: |$town, ask| Box::pin(async move {
                let $ask = &asked(&ask);
                shown($read, |$row| $name)
            }),
        }),*]
    };
}

pub const LISTS: &[List] = lists! {
    "accounts::profiles" "" |town, ask|
        town.scene.adapter.accounts.profiles(None, ask).await,
        |row| row.summary.id.to_string();
    "accounts::sessions" "" |town, ask|
        town.scene.adapter.accounts.sessions(town.me.id, ask, town.scene.now()).await,
        |row| row.id.to_string();
    "moderation::log" "" |town, ask|
        town.scene.adapter.moderation.log(ask).await,
        |row| row.id.to_string();
    "posts::feed" "" |town, ask|
        town.scene.adapter.posts.feed(&PostFilter::default(), None, ask).await,
        |row| row.id.to_string();
    "posts::feed" "by author" |town, ask|
        town.scene.adapter.posts.feed(&by_me(town), None, ask).await,
        |row| row.id.to_string();
    "posts::feed" "by hashtag" |town, ask|
        town.scene.adapter.posts.feed(&tagged(), None, ask).await,
        |row| row.id.to_string();
    "posts::quotes" "" |town, ask|
        found(town.scene.adapter.posts.quotes(town.post.id, None, ask).await),
        |row| row.id.to_string();
    "posts::quotes" "as I see them" |town, ask|
        found(town.scene.adapter.posts.quotes(town.post.id, Some(town.me.id), ask).await),
        |row| row.id.to_string();
    "posts::edits" "" |town, ask|
        found(town.scene.adapter.posts.edits(town.post.id, None, ask).await),
        |row| row.version.to_string();
    "comments::of_post" "oldest first" |town, ask|
        found(town.scene.adapter.comments.of_post(town.post.id, CommentOrder::Oldest, None, ask).await),
        |row| row.id.to_string();
    "comments::of_post" "newest first" |town, ask|
        found(town.scene.adapter.comments.of_post(town.post.id, CommentOrder::Newest, None, ask).await),
        |row| row.id.to_string();
    "comments::top_of_post" "" retained |town, ask| {
            let fresh = RankingId::new(town.scene.id());
            let comments = &town.scene.adapter.comments;
            ranked(comments.top_of_post(town.post.id, None, ask, fresh, town.scene.now()).await)
        },
        |row| row.id.to_string();
    "comments::replies" "" |town, ask|
        found(town.scene.adapter.comments.replies(town.comment.id, None, ask).await),
        |row| row.id.to_string();
    "comments::by_user" "" |town, ask|
        found(town.scene.adapter.comments.by_user(town.me.id, None, ask).await),
        |row| row.id.to_string();
    "graph::followers" "" |town, ask|
        found(town.scene.adapter.graph.followers(town.me.id, Some(town.me.id), ask).await),
        |row| row.user.id.to_string();
    "graph::followers" "as somebody else sees them" |town, ask|
        found(town.scene.adapter.graph.followers(town.me.id, Some(town.reader.id), ask).await),
        |row| row.user.id.to_string();
    "graph::following" "" |town, ask|
        found(town.scene.adapter.graph.following(town.me.id, Some(town.me.id), ask).await),
        |row| row.user.id.to_string();
    "graph::following" "as nobody sees them" |town, ask|
        found(town.scene.adapter.graph.following(town.me.id, None, ask).await),
        |row| row.user.id.to_string();
    "engagement::likes" "" |town, ask|
        found(town.scene.adapter.engagement.likes(town.post.id, Some(town.me.id), ask).await),
        |row| row.user.id.to_string();
    "engagement::reposts" "" |town, ask|
        found(town.scene.adapter.engagement.reposts(town.post.id, None, ask).await),
        |row| row.user.id.to_string();
    "engagement::bookmarks" "" |town, ask|
        town.scene.adapter.engagement.bookmarks(town.me.id, ask).await,
        |row| row.post.id.to_string();
    "feed::home" "" |town, ask|
        town.scene.adapter.feed.home(town.me.id, ask).await,
        |row| row.post.id.to_string();
    "graph::blocks" "" |town, ask|
        town.scene.adapter.graph.blocks(town.me.id, ask).await,
        |row| row.user.id.to_string();
    "graph::mutes" "" |town, ask|
        town.scene.adapter.graph.mutes(town.me.id, ask).await,
        |row| row.user.id.to_string();
    "notifications::notifications" "" retained |town, ask|
        town.scene.adapter.notifications.notifications(town.me.id, ask).await,
        |row| row.id.to_string();
};

fn by_me(town: &Town<'_>) -> PostFilter {
    PostFilter {
        author: Some(town.me.id),
        hashtag: None,
    }
}

fn tagged() -> PostFilter {
    PostFilter {
        author: None,
        hashtag: Some(TAG.to_owned()),
    }
}

/// A page of a list whose subject never goes.
fn found<T>(read: Read<Option<T>>) -> Read<T> {
    let read = read?;
    Ok(Positioned {
        value: read.value.expect("the subject stays"),
        position: read.position,
    })
}

/// A page of a ranking that is kept longer than a walk takes.
fn ranked(
    read: Read<RankedPage>,
) -> Read<Page<thoughts_use_cases::comments::CommentView, RankKey>> {
    let read = read?;
    let RankedPage::Page(value) = read.value else {
        panic!("the generation is kept");
    };
    Ok(Positioned {
        value,
        position: read.position,
    })
}

type Read<T> = Result<Positioned<T>, StorageError>;

/// A key of one list as the edge of any.
trait Key: Copy {
    fn edge(self) -> Edge;
    fn of(edge: Edge) -> Option<Self>;
}

macro_rules! keys {
    ($($key:ty: $variant:ident),*) => {
        $(impl Key for $key {
            fn edge(self) -> Edge {
                Edge::$variant(self)
            }

            fn of(edge: Edge) -> Option<Self> {
                match edge {
                    Edge::$variant(key) => Some(key),
                    _ => None,
                }
            }
        })*
    };
}

keys!(TimeKey: Time, VersionKey: Version, RankKey: Rank, NotificationKey: Place);

fn asked<K: Key>(ask: &PageRequest<Edge>) -> PageRequest<K> {
    PageRequest {
        limit: ask.limit,
        from: ask
            .from
            .map(|(way, edge)| (way, K::of(edge).expect("an edge of this list"))),
    }
}

fn shown<T, K: Key>(read: Read<Page<T, K>>, name: impl Fn(&T) -> String) -> Page<String, Edge> {
    let page = read.expect("a page").value;
    Page {
        items: page.items.iter().map(name).collect(),
        next: page.next.map(Key::edge),
        prev: page.prev.map(Key::edge),
    }
}
