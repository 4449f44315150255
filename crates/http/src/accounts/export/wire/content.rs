//! What the user wrote, and where others name him.

use thoughts_use_cases::export::{ExportedComment, ExportedEdit, ExportedMention, ExportedPost};

use crate::schema::{Id, Moment, object};

object! {
    answer
    /// A post.
    ExportedPostJson<'a> = "ExportedPost" {
        /// Names the post.
        id: Id<'a> = "id",
        /// What it says.
        body: &'a str = "body",
        /// Its hashtags, without `#`.
        hashtags: &'a [String] = "hashtags",
        /// The ids of those whom it mentions.
        mentions: Vec<Id<'a>> = "mentions",
        /// The post that it quotes, whether that is still there or not.
        quoted_post_id: Option<Id<'a>> = "quotedPostId",
        /// When it was published.
        created_at: Moment = "createdAt",
        /// When it was last edited.
        edited_at: Option<Moment> = "editedAt",
        /// Counts its versions, from 1.
        version: u32 = "version",
    }
}

object! {
    answer
    /// What a post said before an edit.
    ExportedEditJson<'a> = "ExportedPostEdit" {
        /// The post.
        post_id: Id<'a> = "postId",
        /// The version that said so.
        version: u32 = "version",
        /// What it said.
        body: &'a str = "body",
        /// When that was written.
        written_at: Moment = "writtenAt",
    }
}

object! {
    answer
    /// A comment.
    ExportedCommentJson<'a> = "ExportedComment" {
        /// Names the comment.
        id: Id<'a> = "id",
        /// The post that it stands on.
        post_id: Id<'a> = "postId",
        /// The comment that it answers.
        parent_id: Option<Id<'a>> = "parentId",
        /// What it says.
        body: &'a str = "body",
        /// When it was written.
        created_at: Moment = "createdAt",
        /// When it was last edited.
        edited_at: Option<Moment> = "editedAt",
        /// Counts its versions, from 1.
        version: u32 = "version",
    }
}

object! {
    answer
    /// A post of somebody else that mentions the user; what it says is its author's.
    ExportedMentionJson<'a> = "ExportedMention" {
        /// The post.
        post_id: Id<'a> = "postId",
        /// When it was published.
        created_at: Moment = "createdAt",
    }
}

impl<'a> From<&'a ExportedPost> for ExportedPostJson<'a> {
    fn from(row: &'a ExportedPost) -> Self {
        Self {
            id: Id(row.id.as_str()),
            body: &row.body,
            hashtags: &row.hashtags,
            mentions: row.mentions.iter().map(|id| Id(id.as_str())).collect(),
            quoted_post_id: row.quoted_post_id.as_ref().map(|id| Id(id.as_str())),
            created_at: Moment(row.created_at),
            edited_at: row.edited_at.map(Moment),
            version: row.version,
        }
    }
}

impl<'a> From<&'a ExportedEdit> for ExportedEditJson<'a> {
    fn from(row: &'a ExportedEdit) -> Self {
        Self {
            post_id: Id(row.post_id.as_str()),
            version: row.version,
            body: &row.body,
            written_at: Moment(row.written_at),
        }
    }
}

impl<'a> From<&'a ExportedComment> for ExportedCommentJson<'a> {
    fn from(row: &'a ExportedComment) -> Self {
        Self {
            id: Id(row.id.as_str()),
            post_id: Id(row.post_id.as_str()),
            parent_id: row.parent_id.as_ref().map(|id| Id(id.as_str())),
            body: &row.body,
            created_at: Moment(row.created_at),
            edited_at: row.edited_at.map(Moment),
            version: row.version,
        }
    }
}

impl<'a> From<&'a ExportedMention> for ExportedMentionJson<'a> {
    fn from(row: &'a ExportedMention) -> Self {
        Self {
            post_id: Id(row.post_id.as_str()),
            created_at: Moment(row.created_at),
        }
    }
}
