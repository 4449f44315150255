//! Comments: adding, editing, deleting, the threads.

mod errors;
mod read;
mod threads;
mod wire;
mod write;

pub(crate) use read::ReadCommentsApi;
pub(crate) use threads::ThreadsApi;
pub(crate) use wire::{answer, examples};
pub(crate) use write::WriteCommentsApi;
