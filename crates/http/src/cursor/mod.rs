//! Cursors: a place in a list that a client can carry and cannot make up.
//!
//! A cursor holds the key of the row at the page's edge, the direction and the list's filters,
//! and a tag over all of it together with the list, what the list belongs to and, for personal
//! lists, the reader. See the decision record 0003.

mod walk;
mod wire;

pub(crate) use walk::{ListName, Walk, sealed};
pub(crate) use wire::CursorKey;
