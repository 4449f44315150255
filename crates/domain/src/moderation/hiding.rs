//! Hiding what somebody wrote.

use crate::ids::{CommentId, PostId, UserId};

/// What a moderator hid, or shows again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HiddenThing {
    /// A post.
    Post(PostId),
    /// A comment, and the post that it is on.
    Comment(CommentId, PostId),
}

/// A post or comment was hidden, or is shown again. It tells of no moderator, because everybody
/// has to learn of it; who it was stands in the moderation log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hiding {
    /// What.
    pub what: HiddenThing,
    /// Whose that is.
    pub author_id: UserId,
    /// The version that it was; this leaves it as it is.
    pub version: u32,
}
