//! Pages and positions.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::events::{EventPosition, Positioned};
pub(crate) use thoughts_use_cases::paging::Order;
use thoughts_use_cases::paging::{Page, PageKey, PageRequest, TimeKey};

use crate::convert::{at, number};

/// Sorts after every id.
const LAST_ID: &str = "~";

/// Where a page begins, as parameters of a row comparison `(created_at, id) < ($1, $2)`: one that
/// is written out with OR loses the index.
pub(crate) struct Edge {
    pub(crate) at: DateTime<Utc>,
    pub(crate) id: String,
}

impl Edge {
    /// The edge of a list that begins with the newest.
    pub(crate) fn newest_first(page: &PageRequest<TimeKey>) -> Self {
        Self::or(page, Timestamp::MAX, LAST_ID)
    }

    /// The edge of a list that begins with the oldest.
    pub(crate) fn oldest_first(page: &PageRequest<TimeKey>) -> Self {
        Self::or(page, Timestamp::MIN, "")
    }

    fn or(page: &PageRequest<TimeKey>, time: Timestamp, id: &str) -> Self {
        page.edge().map_or_else(
            || Self {
                at: at(time),
                id: id.to_owned(),
            },
            |key| Self {
                at: at(key.at),
                id: key.id.as_str().to_owned(),
            },
        )
    }
}

/// Where a walk from the newest goes on.
pub(crate) fn newest_first(after: Option<TimeKey>) -> (DateTime<Utc>, String) {
    after.map_or_else(
        || (at(Timestamp::MAX), LAST_ID.to_owned()),
        |key| (at(key.at), key.id.as_str().to_owned()),
    )
}

/// Puts a page together. The rows were fetched in order, but SQL promises none to a subquery that
/// was joined, so they are sorted again: on what is sorted that is one walk.
pub(crate) fn assemble<T, K: PageKey + Ord>(
    mut fetched: Vec<T>,
    request: &PageRequest<K>,
    order: Order,
    follows: bool,
    key: impl Fn(&T) -> K,
) -> Page<T, K> {
    let ascending = matches!(order, Order::Ascending) != request.is_backward();
    fetched.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        if ascending { a.cmp(&b) } else { b.cmp(&a) }
    });
    Page::assemble(fetched, request, order, follows, key)
}

/// The place in the log that every row of a read carries.
pub(crate) fn positioned<T>(
    number_column: i64,
    epoch: &str,
    value: T,
) -> Result<Positioned<T>, Inconsistency> {
    Ok(Positioned {
        value,
        position: EventPosition {
            epoch: epoch.to_owned(),
            number: number(number_column, "event_head.position")?,
        },
    })
}
