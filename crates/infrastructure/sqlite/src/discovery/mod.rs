//! What things are found by, and finding them.

mod among;
mod finding;
mod indexing;
mod queries;
mod terms;
mod trending;
mod trending_queries;

pub(crate) use indexing::erase_what_is_deleted;
