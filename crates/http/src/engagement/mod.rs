//! Who likes, reposts and keeps what.

mod errors;
mod lists;
mod reactions;

pub(crate) use lists::EngagementListsApi;
pub(crate) use reactions::ReactionsApi;
