//! Posts in memory.

mod queries;
mod repository;
