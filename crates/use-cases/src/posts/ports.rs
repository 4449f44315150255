//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::{Post, SupersededBody};
use thoughts_domain::time::Timestamp;

use super::{PostEditView, PostView, QuotedPostView};
use crate::accounts::UserSummary;
use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey, VersionKey};
use crate::storage::StorageError;

/// Posts within a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PostRepository: Send {
    /// Inserts a post with its hashtags and counts it for its author, whom it returns. None, and
    /// nothing written, when the author is not there.
    ///
    /// # Errors
    /// Those of the storage.
    async fn insert(&mut self, post: &Post) -> Result<Option<UserSummary>, StorageError>;

    /// Reads a post and locks it until the unit of work ends, to change it. Reactions to it need
    /// not wait.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn lock(&mut self, id: PostId) -> Result<Option<Post>, StorageError>;

    /// The same, to delete it: nobody adds anything to it any more.
    ///
    /// # Errors
    /// As for [`Self::lock`].
    async fn lock_to_delete(&mut self, id: PostId) -> Result<Option<Post>, StorageError>;

    /// Writes a locked post's body, hashtags, mentions, time and version, and keeps the body that
    /// it replaces.
    ///
    /// # Errors
    /// Those of the storage.
    async fn update(
        &mut self,
        post: &Post,
        superseded: &SupersededBody,
    ) -> Result<(), StorageError>;

    /// Keeps whether a locked post is hidden, and since when. It is counted for its author and stands
    /// under its hashtags only while it is not.
    ///
    /// # Errors
    /// Those of the storage.
    async fn set_hidden(&mut self, post: &Post, now: Timestamp) -> Result<(), StorageError>;

    /// Deletes a post that is locked to be deleted, with its history and everything on it, and
    /// counts it off its author.
    ///
    /// # Errors
    /// Those of the storage.
    async fn delete(&mut self, post: &Post) -> Result<(), StorageError>;

    /// Some posts of an author, at most `limit`, by id: the order in which several are locked.
    ///
    /// # Errors
    /// Those of the storage.
    async fn of_author(&mut self, author: UserId, limit: u32) -> Result<Vec<PostId>, StorageError>;

    /// Deletes a post like [`Self::delete`], but touches about `limit` rows at most: when more
    /// comments stand on it, only so many of them go, from the leaves up, and are counted off.
    /// Returns how many rows went; 0 when there is no such post.
    ///
    /// # Errors
    /// Those of the storage.
    async fn delete_some(&mut self, id: PostId, limit: u32) -> Result<u32, StorageError>;

    /// A post as one by `author` that quotes it would show it to him. None where it is not there for
    /// him.
    ///
    /// # Errors
    /// Those of the storage.
    async fn quotable(
        &mut self,
        id: PostId,
        author: UserId,
    ) -> Result<Option<QuotedPostView>, StorageError>;

    /// A post as `viewer` may see it, as this unit of work sees it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn view(
        &mut self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Option<PostView>, StorageError>;
}

/// Which posts a feed shows; both conditions hold together.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PostFilter {
    /// Only those of this author.
    pub author: Option<UserId>,
    /// Only those with this hashtag, lower case, without `#`.
    pub hashtag: Option<String>,
}

/// Reads of posts, as `viewer` may see them: what a block hides from him is not there at all, and
/// what a mute hides is in no list, as a post of its own or quoted by another. What a moderator has
/// hidden is in no list for anybody, quoted by nobody, and there by its id only for its author and for
/// moderators, marked as such.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PostQueries: Send + Sync {
    /// One post.
    ///
    /// # Errors
    /// Those of the storage.
    async fn post(
        &self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<PostView>>, StorageError>;

    /// The feed, newest first.
    ///
    /// # Errors
    /// Those of the storage.
    async fn feed(
        &self,
        filter: &PostFilter,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<PostView, TimeKey>>, StorageError>;

    /// The posts that quote a post, newest first. None when that is not there for `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn quotes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<PostView, TimeKey>>>, StorageError>;

    /// Every body of a post, the present one first. None when there is no such post for `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn edits(
        &self,
        id: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<VersionKey>,
    ) -> Result<Positioned<Option<Page<PostEditView, VersionKey>>>, StorageError>;
}
