//! Comments: adding, editing, deleting, the threads.

mod errors;
mod read;
mod threads;
mod wire;
mod write;

pub(crate) use read::ReadCommentsApi;
pub(crate) use threads::{ThreadsApi, oldest_first};
pub(crate) use wire::{CommentJson, answer, examples};
pub(crate) use write::WriteCommentsApi;
