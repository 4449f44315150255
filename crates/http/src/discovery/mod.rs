//! Finding posts, users and hashtags.

mod params;
mod search;
mod wire;

pub(crate) use search::SearchApi;
pub(crate) use wire::examples;
