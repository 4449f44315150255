//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;

use super::HashtagView;
use crate::accounts::UserView;
use crate::events::Positioned;
use crate::posts::PostView;
use crate::storage::StorageError;

/// How many hits a search lists at the most.
pub const MOST_HITS: u32 = 1_000;

/// Which posts are looked for; all conditions hold together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostSearch {
    /// What they say.
    pub text: SearchText,
    /// Only those of this author.
    pub author: Option<UserId>,
    /// Only those published then or later.
    pub since: Option<Timestamp>,
    /// Only those published before.
    pub until: Option<Timestamp>,
}

/// A post that was found, and what it is ranked by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PostHit {
    /// Which.
    pub id: PostId,
    /// When it was published.
    pub created_at: Timestamp,
    /// Its comments, likes and reposts, the latter twice.
    pub responses: u64,
}

/// A user who was found, and what he is ranked by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserHit {
    /// Who.
    pub id: UserId,
    /// His handle.
    pub handle: String,
    /// How many follow him.
    pub followers: u64,
}

/// A hashtag that was found, and what it is ranked by.
pub type HashtagHit = HashtagView;

/// What things are found by, within a unit of work. It goes by itself with the post or user that
/// it is about; with an account at once, whatever becomes of its content.
#[async_trait]
pub trait SearchRepository: Send {
    /// Keeps what these posts are found by now. Those that are gone are left out, and those that a
    /// moderator has hidden are found by nothing.
    ///
    /// # Errors
    /// Those of the storage.
    async fn index_posts(&mut self, posts: &[PostId]) -> Result<(), StorageError>;

    /// Keeps what these users are found by now. Those without an account are left out.
    ///
    /// # Errors
    /// Those of the storage.
    async fn index_users(&mut self, users: &[UserId]) -> Result<(), StorageError>;

    /// Up to `limit` posts after `after`, by id.
    ///
    /// # Errors
    /// Those of the storage.
    async fn posts_after(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError>;

    /// Up to `limit` users after `after`, by id.
    ///
    /// # Errors
    /// Those of the storage.
    async fn users_after(
        &mut self,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<UserId>, StorageError>;

    /// Prepares for what [`Self::index_posts`] and
    /// [`Self::index_users`] will write into tables that hold nothing yet, for the rest
    /// of the unit of work: nobody else writes meanwhile, nor reads what is written, and a storage
    /// may leave for [`Self::all_filled`] what is quicker when all is there. False, and nothing
    /// prepared, where something is there already, or the storage does not offer that.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Conflict`] or [`StorageError::Unavailable`] when
    /// others do not let go of the tables in time.
    async fn begin_filling(&mut self) -> Result<bool, StorageError> {
        Ok(false)
    }

    /// Makes up for what was left since [`Self::begin_filling`].
    ///
    /// # Errors
    /// Those of the storage.
    async fn all_filled(&mut self) -> Result<(), StorageError> {
        Ok(())
    }
}

/// Finding, and reading what was found. A text without words finds nothing.
#[async_trait]
pub trait SearchQueries: Send + Sync {
    /// The newest posts, [`MOST_HITS`] at the most, that hold all phrases of the text, in any
    /// order.
    ///
    /// # Errors
    /// Those of the storage.
    async fn find_posts(&self, search: &PostSearch) -> Result<Vec<PostHit>, StorageError>;

    /// The users, [`MOST_HITS`] at the most, whose handle or display name holds all phrases of the
    /// text: as a part of a word where a phrase has three characters or more, at the beginning of
    /// one otherwise. Who has the very handle comes first, then those whom most follow.
    ///
    /// # Errors
    /// Those of the storage.
    async fn find_users(&self, text: &SearchText) -> Result<Vec<UserHit>, StorageError>;

    /// The hashtags that begin so, the first [`MOST_HITS`] in the order of their characters, and
    /// how many posts have each.
    ///
    /// # Errors
    /// Those of the storage.
    async fn find_hashtags(&self, beginning: &str) -> Result<Vec<HashtagHit>, StorageError>;

    /// Those of these posts that are there for `viewer`, in the order given, `limit` at the most.
    ///
    /// # Errors
    /// Those of the storage.
    async fn posts_among(
        &self,
        posts: &[PostId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<PostView>>, StorageError>;

    /// Those of these users who are there for `viewer`, in the order given, `limit` at the most.
    ///
    /// # Errors
    /// Those of the storage.
    async fn users_among(
        &self,
        users: &[UserId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<UserView>>, StorageError>;

    /// Those of these hashtags that a post has, in the order given, `limit` at the most.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hashtags_among(
        &self,
        names: &[String],
        limit: u32,
    ) -> Result<Positioned<Vec<String>>, StorageError>;
}
