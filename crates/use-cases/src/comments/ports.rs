//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;

use super::{CommentView, PostWithComments};
use crate::accounts::UserSummary;
use crate::events::Positioned;
use crate::paging::{Page, PageLimit, PageRequest, RankKey, TimeKey};
pub use crate::ranked::{RANKING_FRESHNESS, RANKING_RETENTION};
use crate::storage::StorageError;

/// What came of inserting a comment. Anything but [`Self::Inserted`] ends the unit of work:
/// counters may have been touched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CommentInsertion {
    /// The comment is there; this is its author.
    Inserted(UserSummary),
    /// There is no such post.
    PostGone,
    /// The parent has gone or is a tombstone.
    ParentGone,
    /// The author has been erased.
    AuthorGone,
}

/// Comments within a unit of work. Tombstones are not there for `find` and `lock`.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CommentRepository: Send {
    /// Reads a live comment without locking it: enough to answer it, because its post and depth
    /// never change and [`Self::insert`] looks again whether it lives.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn find(&mut self, id: CommentId) -> Result<Option<Comment>, StorageError>;

    /// Reads a live comment and locks it, its post first: the one order that never deadlocks.
    ///
    /// # Errors
    /// As for [`Self::find`].
    async fn lock(&mut self, id: CommentId) -> Result<Option<Comment>, StorageError>;

    /// Inserts a comment and counts it for its post and its parent.
    ///
    /// # Errors
    /// Those of the storage.
    async fn insert(&mut self, comment: &Comment) -> Result<CommentInsertion, StorageError>;

    /// Writes a locked comment's body, time and version.
    ///
    /// # Errors
    /// Those of the storage.
    async fn update(&mut self, comment: &Comment) -> Result<(), StorageError>;

    /// Deletes a locked comment and counts it off its post and its parent. While rows stand under
    /// it, it stays as a tombstone without author and body; a tombstone above that has lost its
    /// last row goes too.
    ///
    /// # Errors
    /// Those of the storage.
    async fn delete(&mut self, comment: &Comment) -> Result<(), StorageError>;

    /// Some live comments of an author, at most `limit`, by post and id: the order in which
    /// several are locked.
    ///
    /// # Errors
    /// Those of the storage.
    async fn of_author(
        &mut self,
        author: UserId,
        limit: u32,
    ) -> Result<Vec<CommentId>, StorageError>;

    /// A comment, as this unit of work sees it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn view(&mut self, id: CommentId) -> Result<Option<CommentView>, StorageError>;
}

/// The order of a list of comments in time.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum CommentOrder {
    /// Oldest first.
    #[default]
    Oldest,
    /// Newest first.
    Newest,
}

/// A page of a ranked list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RankedPage {
    /// The page.
    Page(Page<CommentView, RankKey>),
    /// There is no such post.
    NoPost,
    /// The generation is no longer kept, or belongs to another post.
    Expired,
}

/// Reads of comments. A tombstone is there, marked as such.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CommentQueries: Send + Sync {
    /// One comment.
    ///
    /// # Errors
    /// Those of the storage.
    async fn comment(&self, id: CommentId)
    -> Result<Positioned<Option<CommentView>>, StorageError>;

    /// The top level of a post. None when there is no such post.
    ///
    /// # Errors
    /// Those of the storage.
    async fn of_post(
        &self,
        post: PostId,
        order: CommentOrder,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError>;

    /// A post with the first page of its top level, oldest first, both from one snapshot: what
    /// [`crate::posts::PostQueries::post`] and [`Self::of_post`] would have told at that moment.
    /// None when there is no such post.
    ///
    /// # Errors
    /// Those of the storage.
    async fn with_post(
        &self,
        post: PostId,
        limit: PageLimit,
    ) -> Result<Positioned<Option<PostWithComments>>, StorageError>;

    /// The top level of a post by likes, then replies, then age, oldest first.
    ///
    /// A walk stays within the generation that its first page named: a list of all ids in the
    /// order of that moment, kept for [`RANKING_RETENTION`]. A first page takes the newest
    /// generation if it is no older than [`RANKING_FRESHNESS`] at `now`, and otherwise makes one
    /// under the id `fresh`; what went since is left out, and pages are still full. When all fits
    /// on the first page, none is made or needed.
    ///
    /// # Errors
    /// Those of the storage.
    async fn top_of_post(
        &self,
        post: PostId,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> Result<Positioned<RankedPage>, StorageError>;

    /// The direct replies to a comment, oldest first. None when there is no such comment.
    ///
    /// # Errors
    /// Those of the storage.
    async fn replies(
        &self,
        comment: CommentId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError>;

    /// The live comments of a user, newest first. None when there is no such user.
    ///
    /// # Errors
    /// Those of the storage.
    async fn by_user(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError>;
}
