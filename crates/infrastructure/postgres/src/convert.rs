//! Between columns and values.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::time::Timestamp;

/// A moment as a parameter.
pub(crate) fn at(moment: Timestamp) -> DateTime<Utc> {
    // Every moment of the domain lies within chrono's years.
    DateTime::from_timestamp_micros(moment.as_micros()).unwrap_or_default()
}

/// A moment from a column.
pub(crate) fn moment(column: DateTime<Utc>) -> Timestamp {
    Timestamp::from_micros(column.timestamp_micros())
}

/// A number from a column that holds none below zero.
pub(crate) fn number<N, T>(column: N, what: &'static str) -> Result<T, Inconsistency>
where
    T: TryFrom<N>,
{
    T::try_from(column).map_err(|_| Inconsistency::new(what, "is out of range"))
}

/// A column that can only be null where the whole row is not there.
pub(crate) fn present<T>(column: Option<T>, what: &'static str) -> Result<T, Inconsistency> {
    column.ok_or_else(|| Inconsistency::new(what, "is null"))
}

/// A version as a parameter. One beyond two thousand million is never reached.
pub(crate) fn version(version: u32) -> i32 {
    i32::try_from(version).unwrap_or(i32::MAX)
}
