//! What a cursor carries.

use serde::{Deserialize, Serialize};
use thoughts_domain::ids::{Cuid, RankingId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::notifications::NotificationKey;
use thoughts_use_cases::paging::{RankKey, TimeKey, VersionKey};

/// A cursor before it is tagged.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Wire {
    /// Whether the page lies before the edge.
    #[serde(rename = "b")]
    pub(super) backward: bool,
    /// The edge.
    #[serde(rename = "k")]
    pub(super) key: WireKey,
    /// The filters, in the list's own order.
    #[serde(rename = "f")]
    pub(super) filters: Vec<Option<String>>,
}

/// A key of any list.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) enum WireKey {
    #[serde(rename = "t")]
    Time(i64, String),
    #[serde(rename = "v")]
    Version(u32),
    #[serde(rename = "r")]
    Rank(String, u32),
    #[serde(rename = "p")]
    Place(u64, u64),
}

/// A key that a list is walked by.
pub(crate) trait CursorKey: Sized {
    fn to_wire(&self) -> WireKey;
    /// None for the key of another list.
    fn from_wire(wire: &WireKey) -> Option<Self>;
}

impl CursorKey for TimeKey {
    fn to_wire(&self) -> WireKey {
        WireKey::Time(self.at.as_micros(), self.id.to_string())
    }

    fn from_wire(wire: &WireKey) -> Option<Self> {
        match wire {
            WireKey::Time(at, id) => Some(Self {
                at: Timestamp::from_micros(*at),
                id: Cuid::parse(id).ok()?,
            }),
            WireKey::Version(_) | WireKey::Rank(..) | WireKey::Place(..) => None,
        }
    }
}

impl CursorKey for VersionKey {
    fn to_wire(&self) -> WireKey {
        WireKey::Version(self.0)
    }

    fn from_wire(wire: &WireKey) -> Option<Self> {
        match wire {
            WireKey::Version(version) => Some(Self(*version)),
            WireKey::Time(..) | WireKey::Rank(..) | WireKey::Place(..) => None,
        }
    }
}

impl CursorKey for RankKey {
    fn to_wire(&self) -> WireKey {
        WireKey::Rank(self.generation.to_string(), self.place)
    }

    fn from_wire(wire: &WireKey) -> Option<Self> {
        match wire {
            WireKey::Rank(generation, place) => Some(Self {
                generation: RankingId::parse(generation).ok()?,
                place: *place,
            }),
            WireKey::Time(..) | WireKey::Version(_) | WireKey::Place(..) => None,
        }
    }
}

impl CursorKey for NotificationKey {
    fn to_wire(&self) -> WireKey {
        WireKey::Place(self.began, self.place)
    }

    fn from_wire(wire: &WireKey) -> Option<Self> {
        match wire {
            WireKey::Place(began, place) => Some(Self {
                began: *began,
                place: *place,
            }),
            WireKey::Time(..) | WireKey::Version(_) | WireKey::Rank(..) => None,
        }
    }
}
