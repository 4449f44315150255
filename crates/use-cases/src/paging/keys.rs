//! What a page's edge is named by.

use thoughts_domain::ids::{Cuid, RankingId};
use thoughts_domain::time::Timestamp;

/// The edge of a list in order of time: ties are broken by id.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct TimeKey {
    /// When the row was made.
    pub at: Timestamp,
    /// Which row.
    pub id: Cuid,
}

/// The edge of a list of versions.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct VersionKey(pub u32);

/// The edge of a ranked list: a place in a retained generation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RankKey {
    /// The generation.
    pub generation: RankingId,
    /// The place, from 0.
    pub place: u32,
}
