//! Posts, their history, and reads of both.

mod edits;
mod feed;
mod mentions;
mod queries;
mod repository;
mod rows;

pub(crate) use rows::PostRow;
