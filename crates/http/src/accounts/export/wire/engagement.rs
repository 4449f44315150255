//! Reactions.

use thoughts_use_cases::export::{
    ExportedBookmark, ExportedCommentLike, ExportedLike, ExportedRepost,
};

use crate::schema::{Id, Moment, object};

object! {
    answer
    /// A post that the user likes.
    ExportedLikeJson<'a> = "ExportedLike" {
        /// Which.
        post_id: Id<'a> = "postId",
        /// Since when.
        since: Moment = "since",
    }
}

object! {
    answer
    /// A comment that the user likes.
    ExportedCommentLikeJson<'a> = "ExportedCommentLike" {
        /// Which.
        comment_id: Id<'a> = "commentId",
        /// Since when.
        since: Moment = "since",
    }
}

object! {
    answer
    /// A post that the user reposted.
    ExportedRepostJson<'a> = "ExportedRepost" {
        /// Which.
        post_id: Id<'a> = "postId",
        /// Since when.
        since: Moment = "since",
    }
}

object! {
    answer
    /// A post that the user keeps.
    ExportedBookmarkJson<'a> = "ExportedBookmark" {
        /// Which.
        post_id: Id<'a> = "postId",
        /// Since when.
        since: Moment = "since",
    }
}

impl<'a> From<&'a ExportedLike> for ExportedLikeJson<'a> {
    fn from(row: &'a ExportedLike) -> Self {
        Self {
            post_id: Id(row.post_id.as_str()),
            since: Moment(row.since),
        }
    }
}

impl<'a> From<&'a ExportedCommentLike> for ExportedCommentLikeJson<'a> {
    fn from(row: &'a ExportedCommentLike) -> Self {
        Self {
            comment_id: Id(row.comment_id.as_str()),
            since: Moment(row.since),
        }
    }
}

impl<'a> From<&'a ExportedRepost> for ExportedRepostJson<'a> {
    fn from(row: &'a ExportedRepost) -> Self {
        Self {
            post_id: Id(row.post_id.as_str()),
            since: Moment(row.since),
        }
    }
}

impl<'a> From<&'a ExportedBookmark> for ExportedBookmarkJson<'a> {
    fn from(row: &'a ExportedBookmark) -> Self {
        Self {
            post_id: Id(row.post_id.as_str()),
            since: Moment(row.since),
        }
    }
}
