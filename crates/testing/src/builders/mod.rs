//! Users, posts and comments in one line.
//!
//! Everything that a test does not name gets a sensible value:
//! `a_user("alice").build(&ids, &clock)`.

mod comment;
mod post;
mod texts;
mod user;
mod world;

pub use comment::{CommentBuilder, a_comment};
pub use post::{PostBuilder, a_post};
pub use texts::{avatar_url, bio, comment_body, display_name, email, handle, password, post_body};
pub use user::{UserBuilder, a_user};
pub use world::{SmallWorld, a_crowd, a_world};
