//! What goes over the wire.

use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_use_cases::comments::{CommentView, CommentViewer};
use thoughts_use_cases::idempotency;

use crate::accounts::SummaryJson;
use crate::answer;
use crate::body::{Clearable, Optional, Required};
use crate::examples as sample;
use crate::schema::{Id, Moment, object};

object! {
    answer
    /// What you have done with a comment.
    CommentViewerJson = "CommentViewer" {
        /// Whether you like it.
        liked: bool = "liked",
    }
}

object! {
    answer
    /// A comment. A deleted one that has replies stays as a tombstone: `deleted` is true, author and body are `null`.
    CommentJson<'a> = "Comment" {
        /// Names the comment for ever.
        id: Id<'a> = "id",
        /// The post that it is on.
        post_id: Id<'a> = "postId",
        /// The comment that it answers; `null` at the top level.
        parent_id: Option<Id<'a>> = "parentId",
        /// Who wrote it; `null` for a tombstone.
        author: Option<SummaryJson<'a>> = "author",
        /// What it says, 1 to 1000 characters; `null` for a tombstone.
        body: Option<&'a str> = "body",
        /// How deep it stands, from 0 at the top level to 8.
        depth: u8 = "depth",
        /// When it was added.
        created_at: Moment = "createdAt",
        /// When it was last edited.
        edited_at: Option<Moment> = "editedAt",
        /// Counts bodies, from 1.
        version: u32 = "version",
        /// Likes.
        like_count: u64 = "likeCount",
        /// Direct live replies.
        reply_count: u64 = "replyCount",
        /// Whether it is a tombstone.
        deleted: bool = "deleted",
        /// What you have done here; `null` for who has not signed in.
        viewer: Option<CommentViewerJson> = "viewer",
        /// Whether a moderator has hidden it: to all but its author and moderators it is a tombstone
        /// until it is shown again.
        hidden: bool = "hidden",
    }
}

object! {
    request
    /// A comment to be added.
    CommentRequest = "CommentRequest" {
        /// What it says, 1 to 1000 characters (grapheme clusters).
        body: Required<String> = "body",
        /// The comment that it answers, on the same post; none or `null` for the top level.
        parent_id: Clearable<String> = "parentId",
    }
}

object! {
    request
    /// A change of a comment. What is left out stays.
    CommentPatch = "CommentPatch" {
        /// What it says, 1 to 1000 characters.
        body: Optional<String> = "body",
    }
}

impl From<CommentViewer> for CommentViewerJson {
    fn from(viewer: CommentViewer) -> Self {
        Self {
            liked: viewer.liked,
        }
    }
}

impl<'a> From<&'a CommentView> for CommentJson<'a> {
    fn from(comment: &'a CommentView) -> Self {
        Self {
            id: Id(comment.id.as_str()),
            post_id: Id(comment.post_id.as_str()),
            parent_id: comment.parent_id.as_ref().map(|id| Id(id.as_str())),
            author: comment.author.as_ref().map(SummaryJson::from),
            body: comment.body.as_deref(),
            depth: comment.depth,
            created_at: Moment(comment.created_at),
            edited_at: comment.edited_at.map(Moment),
            version: comment.version,
            like_count: comment.like_count,
            reply_count: comment.reply_count,
            deleted: comment.deleted,
            viewer: comment.viewer.map(CommentViewerJson::from),
            hidden: comment.hidden,
        }
    }
}

/// The answer to who has just added a comment.
pub(crate) fn answer(comment: &CommentView) -> idempotency::Answer {
    let body = answer::json(&CommentJson::from(comment));
    let location = format!("/v1/comments/{}", comment.id);
    answer::created(location, comment.version, body)
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let comment = sample::comment()?;
    Ok(vec![
        ("Comment", json!(CommentJson::from(&comment))),
        ("CommentRequest", json!({"body": "Well said."})),
        ("CommentPatch", json!({"body": "Very well said."})),
    ])
}
