//! The home feed.

mod home;
mod wire;

pub(crate) use home::HomeFeedApi;
pub(crate) use wire::examples;
