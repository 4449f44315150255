//! The text of a comment.

use crate::text::text_value;

text_value!(
    /// The text of a comment: 1 to 1,000 characters.
    CommentBody, "comments.body", min: 1, max: 1_000, multiline: true
);
