//! Who follows, blocks and mutes whom.

mod errors;
mod lists;
mod relations;

pub(crate) use lists::GraphListsApi;
pub(crate) use relations::RelationsApi;
