//! Relations with others.

use thoughts_use_cases::export::{ExportedBlock, ExportedFollow, ExportedMute};

use crate::schema::{Id, Moment, object};

object! {
    answer
    /// Somebody whom the user follows.
    ExportedFollowJson<'a> = "ExportedFollow" {
        /// Whom.
        user_id: Id<'a> = "userId",
        /// Since when.
        since: Moment = "since",
    }
}

object! {
    answer
    /// Somebody whom the user blocks.
    ExportedBlockJson<'a> = "ExportedBlock" {
        /// Whom.
        user_id: Id<'a> = "userId",
        /// Since when.
        since: Moment = "since",
    }
}

object! {
    answer
    /// Somebody whom the user mutes.
    ExportedMuteJson<'a> = "ExportedMute" {
        /// Whom.
        user_id: Id<'a> = "userId",
        /// Since when.
        since: Moment = "since",
    }
}

impl<'a> From<&'a ExportedFollow> for ExportedFollowJson<'a> {
    fn from(row: &'a ExportedFollow) -> Self {
        Self {
            user_id: Id(row.user_id.as_str()),
            since: Moment(row.since),
        }
    }
}

impl<'a> From<&'a ExportedBlock> for ExportedBlockJson<'a> {
    fn from(row: &'a ExportedBlock) -> Self {
        Self {
            user_id: Id(row.user_id.as_str()),
            since: Moment(row.since),
        }
    }
}

impl<'a> From<&'a ExportedMute> for ExportedMuteJson<'a> {
    fn from(row: &'a ExportedMute) -> Self {
        Self {
            user_id: Id(row.user_id.as_str()),
            since: Moment(row.since),
        }
    }
}
