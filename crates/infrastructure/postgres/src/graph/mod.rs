//! The graph on `PostgreSQL`.

mod export;
mod forgetting;
mod lists;
mod queries;
mod repository;
mod rows;
