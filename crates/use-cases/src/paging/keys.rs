//! What a page's edge is named by.

use std::time::Duration;

use thoughts_domain::ids::{Cuid, RankingId};
use thoughts_domain::time::Timestamp;

/// A key beside which there are others, whether rows have them or not.
pub trait PageKey: Clone {
    /// The key right before this one in ascending order.
    #[must_use]
    fn before(&self) -> Self;

    /// The key right after this one in ascending order.
    #[must_use]
    fn after(&self) -> Self;
}

/// The finest difference between two times.
const MICROSECOND: Duration = Duration::from_micros(1);

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

impl PageKey for TimeKey {
    fn before(&self) -> Self {
        let earlier = || (self.at.minus(MICROSECOND), Cuid::LAST);
        let (at, id) = self
            .id
            .predecessor()
            .map_or_else(earlier, |id| (self.at, id));
        Self { at, id }
    }

    fn after(&self) -> Self {
        let later = || (self.at.plus(MICROSECOND), Cuid::FIRST);
        let (at, id) = self.id.successor().map_or_else(later, |id| (self.at, id));
        Self { at, id }
    }
}

impl PageKey for VersionKey {
    fn before(&self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    fn after(&self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl PageKey for RankKey {
    fn before(&self) -> Self {
        let place = self.place.saturating_sub(1);
        Self { place, ..*self }
    }

    fn after(&self) -> Self {
        let place = self.place.saturating_add(1);
        Self { place, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(at: i64, id: &str) -> TimeKey {
        TimeKey {
            at: Timestamp::from_micros(at),
            id: Cuid::parse(id).expect("an id"),
        }
    }

    #[test]
    fn nothing_lies_between_a_key_and_those_beside_it() {
        for (at, id, after_at, after) in [
            (5, "tz4a98xxat96iws9zmbrgj3a", 5, "tz4a98xxat96iws9zmbrgj3b"),
            (5, "tz4a98xxat96iws9zmbrgj39", 5, "tz4a98xxat96iws9zmbrgj3a"),
            (5, "tz4a98xxat96iws9zmbrg9zz", 5, "tz4a98xxat96iws9zmbrga00"),
            (5, "tzzzzzzzzzzzzzzzzzzzzzzz", 5, "u00000000000000000000000"),
            (5, "zzzzzzzzzzzzzzzzzzzzzzzz", 6, "a00000000000000000000000"),
        ] {
            let (first, second) = (key(at, id), key(after_at, after));
            assert!(first < second);
            assert_eq!(first.after(), second);
            assert_eq!(second.before(), first);
        }
    }
}
