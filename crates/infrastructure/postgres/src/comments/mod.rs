//! Comments.

mod export;
mod lists;
mod queries;
mod ranking;
mod repository;
mod rows;
mod with_post;
