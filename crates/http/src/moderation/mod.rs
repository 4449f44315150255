//! Moderation: reports, suspending users, hiding what they wrote, and the log of what moderators did.

mod errors;
mod hiding;
mod log;
mod queue;
mod report_wire;
mod reports;
mod users;
mod wire;

pub(crate) use hiding::ModerateContentApi;
pub(crate) use log::ModerationLogApi;
pub(crate) use queue::ReportQueueApi;
pub(crate) use report_wire::{filed, resolved};
pub(crate) use reports::ReportsApi;
pub(crate) use users::ModerateUsersApi;
pub(crate) use wire::examples;
