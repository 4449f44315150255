//! Readers of the log.

mod leadership;
mod queries;
mod repository;

pub use leadership::Led;
