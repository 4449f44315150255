//! The JSON form of domain events: payloads, their versions and their schemas.
//!
//! A payload is the public snapshot of the thing after the event, in the words of the public
//! contract (`camelCase`, RFC 3339 times). Neither address nor settings nor role are ever in it.
//! A published version is fixed: an optional field may be added to it, anything else is a new
//! version beside the old one.
//!
//! To add an event: a payload struct in its room, an arm in [`JsonEventEncoder`], and a schema
//! in [`schemas`]; a test fails until every event type has one.

mod comments;
mod encoder;
mod engagement;
mod graph;
mod moderation;
mod posts;
pub mod schemas;
mod users;

pub use encoder::{JsonEventEncoder, SCHEMA_VERSION};

#[cfg(test)]
mod samples;
