//! Payloads of what happens to comments.

use serde::Serialize;
use thoughts_domain::comments::{Comment, CommentDeleted};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentV1<'a> {
    id: &'a str,
    post_id: &'a str,
    parent_id: Option<String>,
    author_id: &'a str,
    body: &'a str,
    depth: u8,
    created_at: String,
    edited_at: Option<String>,
    version: u32,
}

impl<'a> From<&'a Comment> for CommentV1<'a> {
    fn from(comment: &'a Comment) -> Self {
        // Named one by one: a field that the domain gains is not public by that.
        let Comment {
            id,
            post_id,
            parent_id,
            author_id,
            body,
            depth,
            created_at,
            edited_at,
            version,
            // That has events of its own, and nothing hidden is edited.
            hidden: _,
        } = comment;
        Self {
            id: id.as_str(),
            post_id: post_id.as_str(),
            parent_id: parent_id.map(|id| id.to_string()),
            author_id: author_id.as_str(),
            body: body.as_str(),
            depth: *depth,
            created_at: created_at.to_string(),
            edited_at: edited_at.map(|at| at.to_string()),
            version: *version,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentDeletedV1<'a> {
    id: &'a str,
    post_id: &'a str,
    author_id: &'a str,
    version: u32,
}

impl<'a> From<&'a CommentDeleted> for CommentDeletedV1<'a> {
    fn from(event: &'a CommentDeleted) -> Self {
        Self {
            id: event.comment_id.as_str(),
            post_id: event.post_id.as_str(),
            author_id: event.author_id.as_str(),
            version: event.version,
        }
    }
}
