//! What moderators do, to whom and why, and what they are told.

mod action;
mod entry;
mod report;
mod report_reason;

pub use action::{Action, ActionError};
pub use entry::{Entry, Reason, Subject};
pub use report::{OwnThingError, Report, ReportNote, Resolution};
pub use report_reason::{ReportReason, ReportReasonError};
