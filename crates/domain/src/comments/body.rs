//! The text of a comment.

use crate::text::{mentioned_handles, text_value};

text_value!(
    /// The text of a comment: 1 to 1,000 characters.
    CommentBody, "comments.body", min: 1, max: 1_000, multiline: true
);

impl CommentBody {
    /// The handles that are mentioned, each once, in order, lower case, without `@`.
    #[must_use]
    pub fn mentioned_handles(&self) -> Vec<String> {
        mentioned_handles(self.as_str())
    }
}
