//! The ports of what moves.

use async_trait::async_trait;
use thoughts_domain::discovery::Deeds;
use thoughts_domain::ids::{CommentId, PostId};

use crate::discovery::HashtagView;
use crate::storage::StorageError;

/// How many posts the list holds at the most.
pub const MOST_TRENDING: u32 = 500;

/// How many hashtags the list holds at the most.
pub const MOST_TRENDING_HASHTAGS: u32 = 100;

/// What was done to things of one kind, by one look at the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Done<K> {
    /// Where the log was then: the look knows of every event up to there.
    pub known_at: u64,
    /// The heat of the hottest of this kind, as it is kept.
    pub hottest: Option<f64>,
    /// Each thing, and what was done to it.
    pub to: Vec<(K, Vec<Deeds>)>,
}

/// The heat of things, within a unit of work. A post's goes with the post, a hashtag's with the last
/// post that has it.
#[async_trait]
pub trait TrendingRepository: Send {
    /// What was done to these posts by others than their authors: of the newest
    /// [`thoughts_domain::discovery::MOST_DEEDS`] likes, reposts and comments at the top level. Who
    /// comments several times counts once, when he did it last. To what a moderator has hidden
    /// nothing was done. Left out is what is gone, and what is kept with a look that knew of the
    /// event at `position`; without one nothing is left out for that.
    ///
    /// # Errors
    /// Those of the storage.
    async fn done_to_posts(
        &mut self,
        posts: &[PostId],
        position: Option<u64>,
    ) -> Result<Done<PostId>, StorageError>;

    /// Who used these hashtags: of the newest [`thoughts_domain::discovery::MOST_DEEDS`] posts that
    /// have one, each author once, when he did it last. Left out is what is kept with a look that
    /// knew of the event at `position`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn uses_of_hashtags(
        &mut self,
        names: &[String],
        position: Option<u64>,
    ) -> Result<Done<String>, StorageError>;

    /// Keeps the heat of posts that are still there, with where the log was at the look, and
    /// forgets these others and all that are colder than `coldest`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn keep_posts(
        &mut self,
        hot: &[(PostId, f64)],
        cold: &[PostId],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError>;

    /// The same of hashtags.
    ///
    /// # Errors
    /// Those of the storage.
    async fn keep_hashtags(
        &mut self,
        hot: &[(String, f64)],
        cold: &[String],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError>;

    /// The post that a comment or its tombstone is on; none when it has gone.
    ///
    /// # Errors
    /// Those of the storage.
    async fn post_of(&mut self, comment: CommentId) -> Result<Option<PostId>, StorageError>;

    /// The hashtags under which a post stands.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hashtags_of(&mut self, post: PostId) -> Result<Vec<String>, StorageError>;

    /// Hashtags whose heat is kept and that a post has lost, or that lost a post, since they were
    /// taken last; at most `limit`, and they are not given again.
    ///
    /// # Errors
    /// Those of the storage.
    async fn take_stale_hashtags(&mut self, limit: u32) -> Result<Vec<String>, StorageError>;

    /// Up to `limit` hashtags after `after`, in the order of their characters.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hashtags_after(
        &mut self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StorageError>;
}

/// Reads of what moves, the same for everybody.
#[async_trait]
pub trait TrendingQueries: Send + Sync {
    /// The hottest posts, [`MOST_TRENDING`] at the most.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hot_posts(&self) -> Result<Vec<PostId>, StorageError>;

    /// The hottest hashtags, [`MOST_TRENDING_HASHTAGS`] at the most, and how many posts have each.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hot_hashtags(&self) -> Result<Vec<HashtagView>, StorageError>;
}
