//! The home feed: what a user and those whom he follows publish and repost.

mod ports;
mod views;

pub use ports::*;
pub use views::*;
