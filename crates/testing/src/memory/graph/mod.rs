//! The graph in memory.

mod queries;
mod repository;
mod visibility;
