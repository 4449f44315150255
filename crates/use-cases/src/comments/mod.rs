//! Comments: adding, editing, deleting, the threads.

mod add_comment;
mod delete_comment;
mod edit_comment;
mod hidden;
mod ports;
mod views;

pub use add_comment::*;
pub use delete_comment::*;
pub use edit_comment::*;
pub use ports::*;
pub use views::*;
