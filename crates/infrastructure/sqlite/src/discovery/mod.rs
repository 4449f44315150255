//! What things are found by, and finding them.

mod among;
mod finding;
mod hot;
mod indexing;
mod moving;
mod queries;
mod terms;

pub(crate) use indexing::erase_what_is_deleted;
