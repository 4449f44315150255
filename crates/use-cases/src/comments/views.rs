//! What readers of comments get.

use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, PostId};
use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;
use crate::paging::{Page, TimeKey};
use crate::posts::PostView;

/// What a reader who has signed in has done with a comment.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CommentViewer {
    /// Whether he likes it.
    pub liked: bool,
}

/// A comment, or the tombstone of one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommentView {
    /// Which.
    pub id: CommentId,
    /// The post that it is on.
    pub post_id: PostId,
    /// The comment that it answers.
    pub parent_id: Option<CommentId>,
    /// Who wrote it; none for a tombstone.
    pub author: Option<UserSummary>,
    /// What it says; none for a tombstone.
    pub body: Option<String>,
    /// 0 at the top.
    pub depth: u8,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Counts bodies.
    pub version: u32,
    /// Likes.
    pub like_count: u64,
    /// Direct live replies.
    pub reply_count: u64,
    /// Whether it is a tombstone.
    pub deleted: bool,
    /// What the reader has done here; none for nobody in particular.
    pub viewer: Option<CommentViewer>,
    /// Whether a moderator has hidden it: it is a tombstone to all but its author and moderators.
    pub hidden: bool,
}

impl CommentView {
    /// The view that its author has of a comment that was added just now.
    #[must_use]
    pub fn of_new(comment: &Comment, author: UserSummary) -> Self {
        Self {
            id: comment.id,
            post_id: comment.post_id,
            parent_id: comment.parent_id,
            author: Some(author),
            body: Some(comment.body.as_str().to_owned()),
            depth: comment.depth,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            version: comment.version,
            like_count: 0,
            reply_count: 0,
            deleted: false,
            viewer: Some(CommentViewer::default()),
            hidden: comment.hidden,
        }
    }
}

/// A post and the first page of its top level, as one moment saw both.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostWithComments {
    /// The post.
    pub post: PostView,
    /// Its top level, oldest first.
    pub comments: Page<CommentView, TimeKey>,
}
