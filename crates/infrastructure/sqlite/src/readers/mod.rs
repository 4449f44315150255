//! Readers of the log: where they stand, and who leads them.

mod leadership;
mod queries;
mod repository;
mod rows;

pub(crate) use leadership::Led;
