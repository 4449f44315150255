//! The graph on `SQLite`.

mod export;
mod forgetting;
mod lists;
mod queries;
mod repository;
