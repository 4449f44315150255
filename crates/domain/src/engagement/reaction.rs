//! What it is enough to have done once.

use crate::ids::{CommentId, Cuid, PostId, UserId};
use crate::time::Timestamp;

/// What somebody does with a post or comment: at most once each, until he takes it back.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Reaction {
    /// Likes a post.
    LikePost(PostId),
    /// Likes a comment.
    LikeComment(CommentId),
    /// Shows a post to those who follow him.
    Repost(PostId),
    /// Keeps a post for himself. Nobody else learns of it.
    Bookmark(PostId),
}

impl Reaction {
    /// The post or comment.
    #[must_use]
    pub const fn subject(self) -> Cuid {
        match self {
            Self::LikePost(post) | Self::Repost(post) | Self::Bookmark(post) => post.raw(),
            Self::LikeComment(comment) => comment.raw(),
        }
    }
}

/// The post or comment, as it was when somebody reacted to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Target {
    /// The post, or the post that the comment is on.
    pub post_id: PostId,
    /// Its version, which a reaction leaves as it was: a like never spoils an edit.
    pub version: u32,
}

/// Somebody has reacted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reacted {
    /// How, and to what.
    pub reaction: Reaction,
    /// What it was.
    pub target: Target,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// Somebody has taken a reaction back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReactionTakenBack {
    /// What was taken back.
    pub reacted: Reacted,
}

impl Reaction {
    /// Reacts.
    #[must_use]
    pub const fn begin(self, target: Target, by: UserId, now: Timestamp) -> Reacted {
        Reacted {
            reaction: self,
            target,
            by,
            at: now,
        }
    }
}

impl Reacted {
    /// Takes it back.
    #[must_use]
    pub const fn take_back(self) -> ReactionTakenBack {
        ReactionTakenBack { reacted: self }
    }
}
