//! What happened to a post.

use super::Post;
use crate::accounts::Handle;
use crate::ids::{PostId, UserId};

/// A user whom a text mentions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mentioned {
    /// Who.
    pub id: UserId,
    /// The handle at that time.
    pub handle: Handle,
}

/// A post was published.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostPublished {
    /// The post as published.
    pub post: Post,
}

/// A post was edited.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostEdited {
    /// The post after the edit.
    pub post: Post,
}

/// A post was deleted, and its comments with it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostDeleted {
    /// Which.
    pub post_id: PostId,
    /// Whose it was.
    pub author_id: UserId,
    /// The version after the last.
    pub version: u32,
}
