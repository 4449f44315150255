//! A world for testers: many users with all they do, loaded in bulk past the event log.

mod load_world;
mod ports;
mod rows;

pub use load_world::*;
pub use ports::*;
pub use rows::*;
