//! The graph on `PostgreSQL`.

mod forgetting;
mod lists;
mod queries;
mod repository;
mod rows;
