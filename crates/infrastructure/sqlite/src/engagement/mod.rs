//! Reactions on `SQLite`. One writer at a time: a counter in the row that it counts for is exact,
//! and nobody waits for it longer than for the file.

mod counters;
mod export;
mod forgetting;
mod lists;
mod queries;
mod repository;
mod tables;
