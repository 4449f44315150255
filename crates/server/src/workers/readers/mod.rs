//! Readers of the event log: one task finds out how far the log is, and one leads each reader or
//! stands by.

mod head;
mod lag;
mod lead;

pub(super) use head::run as watch_head;
pub(super) use lag::{describe, measure};
pub(super) use lead::run as lead;
