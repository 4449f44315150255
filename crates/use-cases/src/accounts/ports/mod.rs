//! The ports of this room.

mod one_time_tokens;
mod outside_identities;
mod outside_tokens;
mod password_repository;
mod passwords;
mod queries;
mod session_repository;
mod tokens;
mod user_repository;

pub use one_time_tokens::*;
pub use outside_identities::*;
pub use outside_tokens::*;
pub use password_repository::*;
pub use passwords::*;
pub use queries::*;
pub use session_repository::*;
pub use tokens::*;
pub use user_repository::*;
