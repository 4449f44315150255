//! The tables, one for each room.

pub mod accounts;
pub mod comments;
pub mod discovery;
pub mod engagement;
pub mod graph;
pub mod moderation;
pub mod notifications;
pub mod posts;
pub mod second_factor;
pub mod system;
