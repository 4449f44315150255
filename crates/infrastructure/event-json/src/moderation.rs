//! Payloads of what moderators hide and show again.

use serde::Serialize;
use thoughts_domain::moderation::{HiddenThing, Hiding};

/// Nothing of what it says, and nothing of who did it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HidingV1<'a> {
    id: &'a str,
    /// Only of a comment: a post is its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    post_id: Option<&'a str>,
    version: u32,
}

impl<'a> From<&'a Hiding> for HidingV1<'a> {
    fn from(hiding: &'a Hiding) -> Self {
        let (id, post_id) = match &hiding.what {
            HiddenThing::Post(post) => (post.as_str(), None),
            HiddenThing::Comment(comment, post) => (comment.as_str(), Some(post.as_str())),
        };
        Self {
            id,
            post_id,
            version: hiding.version,
        }
    }
}
