//! Moderation: suspending users, and the log of what moderators did.

mod errors;
mod log;
mod users;
mod wire;

pub(crate) use log::ModerationLogApi;
pub(crate) use users::ModerateUsersApi;
pub(crate) use wire::examples;
