//! Who follows, blocks and mutes whom.

mod begin_relation;
mod end_relation;
mod ports;
mod views;

pub use begin_relation::*;
pub use end_relation::*;
pub use ports::*;
pub use views::*;
