//! Discovery: finding posts, users and hashtags.
//!
//! What is found by is kept by a reader of the event log ([`SearchReader`]), so that no write
//! waits for it; it goes with the post or user that it is about, at once. Which hit comes first
//! is decided here and in [`thoughts_domain::discovery`], for every storage alike.

mod pages;
mod ports;
mod projection;
mod reader;
mod search;
mod views;

pub use ports::{
    HashtagHit, MOST_HITS, PostHit, PostSearch, SearchQueries, SearchRepository, UserHit,
};
pub use reader::SearchReader;
pub use search::{Search, SearchUseCase};
pub use views::HashtagView;
