//! Notifications: the list, how many are unread, marking as read.

mod errors;
mod list;
mod read;
mod wire;

pub(crate) use list::NotificationsApi;
pub(crate) use read::ReadNotificationsApi;
pub(crate) use wire::{answer, examples};
