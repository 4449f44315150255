//! Who is told of what others do.

mod deed;
mod due;
mod kind;

pub use deed::{Deed, DeedFacts, DeedKind, of_deed};
pub use due::{CommentFacts, Due, Parent, PostFacts, of_comment, of_post};
pub use kind::NotificationKind;
