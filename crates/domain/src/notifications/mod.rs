//! Who is told of what others do.

mod due;
mod kind;

pub use due::{CommentFacts, Due, Parent, PostFacts, of_comment, of_post};
pub use kind::NotificationKind;
