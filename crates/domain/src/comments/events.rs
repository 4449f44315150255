//! What happened to a comment.

use super::Comment;
use crate::ids::{CommentId, PostId, UserId};

/// A comment was added.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommentAdded {
    /// The comment as added.
    pub comment: Comment,
}

/// A comment was edited.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommentEdited {
    /// The comment after the edit.
    pub comment: Comment,
}

/// A comment was deleted; it may stay as a tombstone that holds its replies.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommentDeleted {
    /// Which.
    pub comment_id: CommentId,
    /// The post that it was on.
    pub post_id: PostId,
    /// Whose it was.
    pub author_id: UserId,
    /// The version after the last.
    pub version: u32,
}
