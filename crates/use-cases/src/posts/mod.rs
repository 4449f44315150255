//! Posts: publishing, editing, deleting, the feeds.

mod delete_post;
mod edit_post;
mod ports;
mod publish_post;
mod views;

pub use delete_post::*;
pub use edit_post::*;
pub use ports::*;
pub use publish_post::*;
pub use views::*;
