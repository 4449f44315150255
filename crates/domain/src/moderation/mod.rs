//! What moderators do, to whom and why, and what they are told.

mod action;
mod entry;
mod hiding;
mod report;
mod report_reason;

pub use action::{Action, ActionError};
pub use entry::{Entry, Reason, Subject};
pub use hiding::{HiddenThing, Hiding};
pub use report::{OwnThingError, Report, ReportNote, Resolution};
pub use report_reason::{ReportReason, ReportReasonError};
