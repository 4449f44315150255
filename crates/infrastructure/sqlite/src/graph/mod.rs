//! The graph on `SQLite`.

mod forgetting;
mod lists;
mod queries;
mod repository;
