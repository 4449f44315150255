//! Ranked lists whose order changes while somebody walks through them: a walk stays within a
//! retained generation, the order of one moment.
//!
//! Whoever ranks (search, trending) hands over members in order; this room keeps them, finds them
//! again by what a cursor names, and cuts pages out of them.

mod list;
mod ports;

pub(crate) use list::{Generation, Keep, RankedList};
pub use ports::{RANKING_FRESHNESS, RANKING_RETENTION, Ranked, RankedLists};
