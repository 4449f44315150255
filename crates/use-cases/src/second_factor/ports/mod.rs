//! The ports of this room.

mod queries;
mod repository;
mod secrets;

pub use queries::*;
pub use repository::*;
pub use secrets::*;
