//! What moderators do, to whom and why.

mod action;
mod entry;

pub use action::{Action, ActionError};
pub use entry::{Entry, Reason, Subject};
