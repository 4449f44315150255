//! Comments, on a post or under another comment.

mod body;
mod comment;
mod events;

pub use body::CommentBody;
pub use comment::{Comment, MAX_DEPTH, ReplyError};
pub use events::{CommentAdded, CommentDeleted, CommentEdited};
