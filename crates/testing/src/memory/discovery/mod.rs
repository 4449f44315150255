//! What things are found by, and finding them.

mod queries;
mod repository;
mod trending;
