//! Posts.

mod among;
mod bookmarked;
mod deletion;
mod edits;
mod export;
mod feed;
mod hiding;
mod mentions;
mod queries;
mod quoted;
mod quotes;
mod repository;
mod rows;

pub(crate) use among::among;
pub(crate) use bookmarked::bookmarked;
pub(crate) use rows::PostRow;
