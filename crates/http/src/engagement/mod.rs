//! Who likes, reposts and keeps what.

mod bookmarks;
mod errors;
mod lists;
mod reactions;

pub(crate) use bookmarks::BookmarksApi;
pub(crate) use lists::EngagementListsApi;
pub(crate) use reactions::ReactionsApi;
