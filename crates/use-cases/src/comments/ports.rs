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
    /// There is no such post, or a block stands between its author and the comment's.
    PostGone,
    /// The parent has gone or is a tombstone.
    ParentGone,
    /// The author has been erased.
    AuthorGone,
}

/// Comments within a unit of work. Tombstones are not there for `find` and `lock`, what a moderator
/// has hidden is not there for `find`.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CommentRepository: Send {
    /// Reads a live comment without locking it: enough to answer it, because its post and depth
    /// never change and [`Self::insert`] looks again whether it lives. None, too, when a block hides
    /// it from `viewer`.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn find(
        &mut self,
        id: CommentId,
        viewer: UserId,
    ) -> Result<Option<Comment>, StorageError>;

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

    /// Keeps whether a locked comment is hidden, and since when. It is counted for its post and its
    /// parent only while it is not.
    ///
    /// # Errors
    /// Those of the storage.
    async fn set_hidden(&mut self, comment: &Comment, now: Timestamp) -> Result<(), StorageError>;

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

    /// A comment as `viewer` may see it, as this unit of work sees it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn view(
        &mut self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Option<CommentView>, StorageError>;
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
    /// There is no such post for the viewer.
    NoPost,
    /// The generation is no longer kept, or belongs to another post.
    Expired,
}

/// Reads of comments, as `viewer` may see them. A tombstone is there, marked as such.
///
/// What a block hides from the viewer is not there at all, and what a mute hides is in no list.
/// That is decided by the comment's own author: a reply to a hidden comment is still there by its
/// id and in the list of who wrote it, but the list that it stands in belongs to a comment that is
/// not there. Counters count what everybody sees.
///
/// What a moderator has hidden is a tombstone, with or without replies, to all but its author and
/// moderators, and in no user's list. Comments on a post that is not there are not there either,
/// except for their authors and moderators by their id.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CommentQueries: Send + Sync {
    /// One comment.
    ///
    /// # Errors
    /// Those of the storage.
    async fn comment(
        &self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<CommentView>>, StorageError>;

    /// The top level of a post. None when there is no such post for `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn of_post(
        &self,
        post: PostId,
        order: CommentOrder,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError>;

    /// A post with the first page of its top level, oldest first, both from one snapshot: what
    /// [`crate::posts::PostQueries::post`] and [`Self::of_post`] would have told at that moment.
    /// None when there is no such post for `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn with_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        limit: PageLimit,
    ) -> Result<Positioned<Option<PostWithComments>>, StorageError>;

    /// The top level of a post by likes, then replies, then age, oldest first.
    ///
    /// A walk stays within the generation that its first page named: a list of all ids in the
    /// order of that moment, kept for [`RANKING_RETENTION`]. A first page takes the newest
    /// generation if it is no older than [`RANKING_FRESHNESS`] at `now`, and otherwise makes one
    /// under the id `fresh`; what went since is left out, and so is what is hidden from `viewer`, for
    /// a generation is everybody's; pages are still full. When all fits on the first page, none is
    /// made or needed.
    ///
    /// # Errors
    /// Those of the storage.
    async fn top_of_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> Result<Positioned<RankedPage>, StorageError>;

    /// The direct replies to a comment, oldest first. None when there is no such comment for
    /// `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn replies(
        &self,
        comment: CommentId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError>;

    /// The live comments of a user, newest first. None when there is no such user for `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn by_user(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError>;
}
