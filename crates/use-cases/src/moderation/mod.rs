//! Moderation: what moderators, and whoever runs the program, do to others, and the log of it.

mod authority;
mod ports;
mod set_suspension;

pub use authority::{Authority, Whom};
pub use ports::*;
pub use set_suspension::*;
