//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{
    CommentFacts, Deed, DeedFacts, DeedKind, Due, NotificationKind, PostFacts,
};
use thoughts_domain::time::Timestamp;

use super::{NotificationKey, NotificationView};
use crate::events::Positioned;
use crate::paging::{Page, PageRequest};
use crate::storage::StorageError;

/// What somebody was told.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Filed {
    /// What did it, or what it was done to: see [`Due::source`].
    pub source: Cuid,
    /// Who was told.
    pub recipient: UserId,
    /// Of what.
    pub kind: NotificationKind,
    /// Who did it.
    pub actor: UserId,
}

impl From<&Due> for Filed {
    fn from(due: &Due) -> Self {
        Self {
            source: due.source,
            recipient: due.recipient,
            kind: due.kind,
            actor: due.actor,
        }
    }
}

/// Where new notifications come to stand in their recipient's list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Filing {
    /// Before all others: it happened just now.
    InFront,
    /// By their time, to the second: they are found again.
    ByTime,
}

/// Notifications within a unit of work, and what they follow from.
#[async_trait]
pub trait NotificationRepository: Send {
    /// What the notifications of these posts follow from; those that are gone, and those of
    /// authors without an account, are left out.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn post_facts(&mut self, posts: &[PostId]) -> Result<Vec<PostFacts>, StorageError>;

    /// What the notifications of these comments follow from, whom they mention left empty, and
    /// their bodies. Those that are gone, tombstones, and those of authors without an account are
    /// left out.
    ///
    /// # Errors
    /// As for [`Self::post_facts`].
    async fn comment_facts(
        &mut self,
        comments: &[CommentId],
    ) -> Result<Vec<(CommentFacts, CommentBody)>, StorageError>;

    /// What the notifications of these deeds follow from; those that were undone, those to what is
    /// gone or is a tombstone, and those by or to users without an account, are left out.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn deed_facts(&mut self, deeds: &[Deed]) -> Result<Vec<DeedFacts>, StorageError>;

    /// The live direct replies to a comment or its tombstone.
    ///
    /// # Errors
    /// Those of the storage.
    async fn replies(&mut self, comment: CommentId) -> Result<Vec<CommentId>, StorageError>;

    /// Up to `limit` posts after `after`, in the order of their ids.
    ///
    /// # Errors
    /// Those of the storage.
    async fn next_posts(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError>;

    /// Up to `limit` comments after `after`, tombstones included, post by post: what is told
    /// together comes together. In the order of the posts' ids and then of their own.
    ///
    /// # Errors
    /// Those of the storage.
    async fn next_comments(
        &mut self,
        after: Option<(PostId, CommentId)>,
        limit: u32,
    ) -> Result<Vec<(PostId, CommentId)>, StorageError>;

    /// Up to `limit` deeds of a kind after `after`, in the order of who did them and then of what they
    /// were done to.
    ///
    /// # Errors
    /// Those of the storage.
    async fn next_deeds(
        &mut self,
        kind: DeedKind,
        after: Option<(UserId, Cuid)>,
        limit: u32,
    ) -> Result<Vec<Deed>, StorageError>;

    /// Everything that anybody was told by these posts and comments: [`NotificationKind::SAID`].
    ///
    /// # Errors
    /// Those of the storage.
    async fn filed(&mut self, sources: &[Cuid]) -> Result<Vec<Filed>, StorageError>;

    /// Everything that anybody was told of these deeds.
    ///
    /// # Errors
    /// Those of the storage.
    async fn filed_deeds(&mut self, deeds: &[Deed]) -> Result<Vec<Filed>, StorageError>;

    /// What somebody was told in up to `limit` notifications after `after`, in the order of their ids,
    /// and that was undone since, or whose post is gone.
    ///
    /// # Errors
    /// Those of the storage.
    async fn undone(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Vec<Filed>, StorageError>;

    /// Takes back what was told, and notifications that are left without anybody. A deed that the
    /// recipient has read of is remembered with its notification: done once more, it is there as it
    /// was, and nothing is unread.
    ///
    /// # Errors
    /// Those of the storage.
    async fn take_back(&mut self, filed: &[Filed]) -> Result<(), StorageError>;

    /// Tells what is due: joins the unread notification of the same recipient, kind and subject,
    /// or makes one under the id beside it, which all that come together may share. What was told
    /// already is left alone; a deed that was taken back after it was read comes back where it was;
    /// and what is due to or because of somebody who has gone meanwhile, or whom a block or a mute
    /// hides from the recipient, is left alone too. A notification that somebody joined moves, as
    /// `filing` says, and never backward.
    ///
    /// # Errors
    /// Those of the storage.
    async fn tell(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), StorageError>;

    /// Takes back everything that anybody was told by a post or comment that is gone, or of what was
    /// done to it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget_source(&mut self, source: Cuid) -> Result<(), StorageError>;

    /// Takes back everything that this user was told, and everything that others were told of
    /// him.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget(&mut self, user: UserId) -> Result<(), StorageError>;

    /// Looks at up to `limit` notifications after `after`, in the order of their ids, and takes
    /// those away that nobody is in any more, or may come back to. The last that it looked at, if any.
    ///
    /// # Errors
    /// Those of the storage.
    async fn prune(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Option<NotificationId>, StorageError>;

    /// Marks unread notifications of a recipient as read: these, or all.
    ///
    /// # Errors
    /// Those of the storage.
    async fn mark_read(
        &mut self,
        recipient: UserId,
        ids: Option<&[NotificationId]>,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Prepares for what [`Self::tell`] will write into tables that hold nothing yet, for the rest
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

/// Reads of notifications. Whom a block or a mute hides from the recipient is in none, and one that
/// nobody else is in is not there; it comes back when the block or the mute ends.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait NotificationQueries: Send + Sync {
    /// The notifications of a recipient, what happened last first.
    ///
    /// # Errors
    /// Those of the storage.
    async fn notifications(
        &self,
        recipient: UserId,
        page: &PageRequest<NotificationKey>,
    ) -> Result<Positioned<Page<NotificationView, NotificationKey>>, StorageError>;

    /// How many of them are unread.
    ///
    /// # Errors
    /// Those of the storage.
    async fn unread_count(&self, recipient: UserId) -> Result<Positioned<u64>, StorageError>;
}
