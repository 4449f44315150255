//! Comments in memory.

mod queries;
mod ranking;
mod repository;
mod rows;
