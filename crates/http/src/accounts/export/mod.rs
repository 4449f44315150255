//! Everything that is held about the caller, as one document.
//!
//! To add what another room holds: its objects in `wire.rs`, a line in `sections.rs`, a field of
//! [`ExportJson`], and rows in `docs/personal-data.md`, whose paths a test looks up here.

mod api;
mod sections;
mod stream;
mod wire;

pub(crate) use api::ExportApi;
pub(crate) use wire::export_example;
