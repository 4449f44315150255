//! Posts: publishing, editing, deleting, the feeds.

mod errors;
mod feeds;
mod history;
mod quotes;
mod read;
mod wire;
mod with_comments;
mod write;

pub(crate) use feeds::FeedsApi;
pub(crate) use history::HistoryApi;
pub(crate) use quotes::QuotesApi;
pub(crate) use read::ReadPostsApi;
pub(crate) use wire::{PostJson, answer, examples};
pub(crate) use write::WritePostsApi;
