//! What things are found by, and finding them.

mod among;
mod filling;
mod finding;
mod hot;
mod indexing;
mod moving;
mod queries;
mod terms;
