//! Finding posts, users and hashtags, and what moves.

mod params;
mod search;
mod trending;
mod wire;

pub(crate) use search::SearchApi;
pub(crate) use trending::TrendingApi;
pub(crate) use wire::examples;
