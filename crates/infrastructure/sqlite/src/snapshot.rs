//! Rows and the log's position of one snapshot.
//!
//! Every read starts from the one row of `event_head` and joins what it looks for: the first row
//! always carries the position, also when nothing was found.

use thoughts_domain::Inconsistency;
use thoughts_use_cases::events::{EventPosition, Positioned};
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::convert::count;

/// A row of such a read.
pub(crate) trait SnapshotRow {
    /// The log's epoch and position.
    fn head(&self) -> (&str, i64);

    /// Whether anything was found but the position.
    fn is_found(&self) -> bool;

    /// Whether a row stands at the page's edge or after it.
    fn follows(&self) -> bool;

    /// What the list belongs to, when the read asks for it and it is there.
    fn subject(&mut self) -> Option<String> {
        None
    }
}

/// Implements [`SnapshotRow`] over the columns that all such reads share.
macro_rules! snapshot_row {
    ($row:ty $(, $subject:ident)?) => {
        impl $crate::snapshot::SnapshotRow for $row {
            fn head(&self) -> (&str, i64) {
                (&self.epoch, self.position)
            }

            fn is_found(&self) -> bool {
                self.id.is_some()
            }

            fn follows(&self) -> bool {
                self.follows
            }

            $(fn subject(&mut self) -> Option<String> {
                self.$subject.take()
            })?
        }
    };
}
pub(crate) use snapshot_row;

/// What one statement has read.
pub(crate) struct Snapshot<R> {
    /// The rows that were found.
    pub(crate) found: Vec<R>,
    /// Whether a row stands at the page's edge or after it.
    pub(crate) follows: bool,
    /// What the list belongs to, when the read asks for it and it is there.
    pub(crate) subject: Option<String>,
    position: EventPosition,
}

impl<R: SnapshotRow> Snapshot<R> {
    /// Takes what a statement returned.
    pub(crate) fn of(mut rows: Vec<R>) -> Result<Self, StorageError> {
        let first = rows
            .first_mut()
            .ok_or_else(|| Inconsistency::new("event_head", "has no row"))?;
        let (epoch, number) = first.head();
        let position = position(epoch.to_owned(), number)?;
        let (follows, subject) = (first.follows(), first.subject());
        rows.retain(SnapshotRow::is_found);
        Ok(Self {
            found: rows,
            follows,
            subject,
            position,
        })
    }

    /// Puts what was made of the rows beside their position.
    pub(crate) fn positioned<T>(self, value: T) -> Positioned<T> {
        Positioned {
            value,
            position: self.position,
        }
    }
}

/// A position from its two columns.
pub(crate) fn position(epoch: String, number: i64) -> Result<EventPosition, Inconsistency> {
    Ok(EventPosition {
        epoch,
        number: count("event_head.position", number)?,
    })
}

/// The edge to read from in a list with the newest first; without one, the list's beginning.
pub(crate) fn edge_of_newest(page: &PageRequest<TimeKey>) -> (i64, String) {
    // `~` sorts after every id.
    edge(page).unwrap_or_else(|| (i64::MAX, "~".to_owned()))
}

/// The edge to read from in a list with the oldest first; without one, the list's beginning.
pub(crate) fn edge_of_oldest(page: &PageRequest<TimeKey>) -> (i64, String) {
    edge(page).unwrap_or_else(|| (i64::MIN, String::new()))
}

fn edge(page: &PageRequest<TimeKey>) -> Option<(i64, String)> {
    page.edge()
        .map(|key| (key.at.as_micros(), key.id.as_str().to_owned()))
}
