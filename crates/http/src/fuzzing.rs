//! Doors for fuzzers, to what no public function reaches by itself.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::notifications::NotificationKey;
use thoughts_use_cases::paging::{Direction, PageLimit, PageRequest, RankKey, TimeKey, VersionKey};
use thoughts_use_cases::system::MessageAuthenticator;

use crate::cursor::{CursorKey, ListName, Walk, sealed};

/// How many filters a list may have here.
const FILTERS: usize = 3;

/// Opens a cursor of the list at `path` as every kind of list does. Returns the cursors that are
/// made at the same places anew; none when no list takes it.
#[must_use]
pub fn open_cursor(
    cursors: &dyn MessageAuthenticator,
    path: &str,
    owner: Option<UserId>,
    cursor: &str,
) -> Vec<String> {
    let list = ListName { path, owner };
    let mut places = Vec::new();
    for count in 0..=FILTERS {
        let asked = vec![None; count];
        let limit = PageLimit::default();
        let Ok(walk) = Walk::open(cursors, list, limit, Some(cursor), asked) else {
            continue;
        };
        places.extend(again::<TimeKey>(&walk));
        places.extend(again::<VersionKey>(&walk));
        places.extend(again::<RankKey>(&walk));
        places.extend(again::<NotificationKey>(&walk));
    }
    places
}

fn again<K: CursorKey>(walk: &Walk<'_>) -> Option<String> {
    let page: PageRequest<K> = walk.page().ok()?;
    let (direction, key): (Direction, K) = page.from?;
    Some(walk.cursor(direction, &key))
}

/// A cursor of that list with a genuine tag around anything.
#[must_use]
pub fn seal_cursor(cursors: &dyn MessageAuthenticator, path: &str, inside: &[u8]) -> String {
    sealed(cursors, ListName { path, owner: None }, inside.to_vec())
}
