//! Discovery: finding posts, users and hashtags, and what moves.
//!
//! What is found by is kept by a reader of the event log ([`SearchReader`]), so that no write
//! waits for it; it goes with the post or user that it is about, at once. Which hit comes first
//! is decided here and in [`thoughts_domain::discovery`], for every storage alike.

mod pages;
mod ports;
mod projection;
mod reader;
mod search;
mod trending;
mod views;

pub use ports::{
    HashtagHit, MOST_HITS, PostHit, PostSearch, SearchQueries, SearchRepository, UserHit,
};
pub use reader::SearchReader;
pub use search::{Search, SearchUseCase};
pub use trending::{
    Done, MOST_TRENDING, MOST_TRENDING_HASHTAGS, Trending, TrendingQueries, TrendingReader,
    TrendingRepository, TrendingUseCase,
};
pub use views::HashtagView;
