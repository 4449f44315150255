//! Comments, their threads, and reads of both.

mod deletion;
mod export;
mod lists;
mod queries;
mod ranking;
mod repository;
mod rows;
mod with_post;

pub(crate) use deletion::prune;
