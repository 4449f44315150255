//! What things are found by, and finding them.

mod among;
mod filling;
mod finding;
mod indexing;
mod queries;
mod terms;
mod trending;
mod trending_queries;
