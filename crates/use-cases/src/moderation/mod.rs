//! Moderation: what users report, what moderators, and whoever runs the program, do to others, and
//! the log of it.

mod authority;
mod file_report;
mod ports;
mod reports;
mod resolve_report;
mod set_hidden;
mod set_suspension;

pub use authority::{Authority, Whom};
pub use file_report::*;
pub use ports::*;
pub use reports::*;
pub use resolve_report::*;
pub use set_hidden::*;
pub use set_suspension::*;
