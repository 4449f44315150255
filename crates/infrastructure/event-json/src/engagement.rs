//! Payloads of who likes, reposts and keeps what.

use serde::Serialize;
use thoughts_domain::engagement::{Reacted, Reaction};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReactionV1<'a> {
    id: &'a str,
    /// Only of a comment: a post is its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    post_id: Option<&'a str>,
    user_id: &'a str,
    since: String,
    version: u32,
}

impl<'a> From<&'a Reacted> for ReactionV1<'a> {
    fn from(reacted: &'a Reacted) -> Self {
        let (id, post_id) = match &reacted.reaction {
            Reaction::LikePost(post) | Reaction::Repost(post) | Reaction::Bookmark(post) => {
                (post.as_str(), None)
            }
            Reaction::LikeComment(comment) => {
                (comment.as_str(), Some(reacted.target.post_id.as_str()))
            }
        };
        Self {
            id,
            post_id,
            user_id: reacted.by.as_str(),
            since: reacted.at.to_string(),
            version: reacted.target.version,
        }
    }
}
