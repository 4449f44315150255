//! Posts.

mod body;
mod events;
mod post;

pub use body::PostBody;
pub use events::{Mentioned, PostDeleted, PostEdited, PostPublished};
pub use post::{Post, SupersededBody};
