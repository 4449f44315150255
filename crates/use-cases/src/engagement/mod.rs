//! Likes, reposts and bookmarks: who reacted to which post or comment.

mod ports;
mod react;
mod take_back;
mod views;

pub use ports::*;
pub use react::*;
pub use take_back::*;
pub use views::*;
