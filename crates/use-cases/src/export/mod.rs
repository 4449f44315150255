//! Everything that is held about one user, section by section.
//!
//! A section is what one room holds: a row type in `rows.rs` or `told.rs` and, in each storage adapter, one
//! file `export.rs` of the room that fills [`ExportSection`] for it. The delivery reads one page
//! after the other, so that neither a long statement nor much memory is ever needed, however much
//! somebody has written.
//!
//! To add a section: a row with its [`ExportRow::Key`], a line in `sections.rs`, the adapters'
//! files, the contract case that reads it, and its place in the delivery's list (`http`,
//! `accounts/export/sections.rs`).

mod ports;
mod rows;
mod sections;
mod told;

pub use ports::{ExportRow, ExportSection};
pub use rows::{
    ExportedAnswer, ExportedBlock, ExportedBookmark, ExportedComment, ExportedCommentLike,
    ExportedEdit, ExportedEvent, ExportedFollow, ExportedIdentity, ExportedLike, ExportedMention,
    ExportedMute, ExportedPost, ExportedRepost, ExportedSecondFactor, ExportedSession,
};
pub use sections::{ExportSections, Exports};
pub use told::{
    ExportedHandle, ExportedMail, ExportedMailedToken, ExportedModeration, ExportedNotification,
    ExportedReport,
};
