//! A report to the moderators.

use thiserror::Error;

use super::{ReportReason, Subject};
use crate::ids::{ReportId, UserId};
use crate::text::text_value;
use crate::time::Timestamp;

text_value!(
    /// What a reporter adds, for moderators: 1 to 1000 characters.
    ReportNote, "reports.note", min: 1, max: 1000, multiline: true
);

/// Nobody reports himself, or what is his own.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is yours: you cannot report yourself")]
pub struct OwnThingError;

/// When and by whom a report was settled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Resolution {
    /// When.
    pub at: Timestamp,
    /// The moderator.
    pub by: UserId,
}

/// A report to the moderators: open until one of them resolves it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    /// Names it.
    pub id: ReportId,
    /// Who reports.
    pub reporter: UserId,
    /// What.
    pub subject: Subject,
    /// Whose that is, or who that is.
    pub owner: UserId,
    /// What is wrong with it.
    pub reason: ReportReason,
    /// What the reporter adds.
    pub note: Option<ReportNote>,
    /// When it was filed.
    pub created_at: Timestamp,
    /// How it ended; none while it is open.
    pub resolution: Option<Resolution>,
}

impl Report {
    /// Files a report about what is `owner`'s, or who that is.
    ///
    /// # Errors
    /// [`OwnThingError`].
    pub fn file(
        id: ReportId,
        reporter: UserId,
        (subject, owner): (Subject, UserId),
        reason: ReportReason,
        note: Option<ReportNote>,
        now: Timestamp,
    ) -> Result<Self, OwnThingError> {
        if reporter == owner {
            return Err(OwnThingError);
        }
        Ok(Self {
            id,
            reporter,
            subject,
            owner,
            reason,
            note,
            created_at: now,
            resolution: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Cuid;

    #[test]
    fn nobody_reports_what_is_his_own() {
        let id = Cuid::parse("tz4a98xxat96iws9zmbrgj3a").expect("an id");
        let other = Cuid::parse("pfh0haxfpzowht3oi213cqos").expect("an id");
        let now = Timestamp::from_micros(0);
        let file = |owner| {
            let about = (Subject::User(UserId::new(owner)), UserId::new(owner));
            let reason = ReportReason::Spam;
            Report::file(ReportId::new(id), UserId::new(id), about, reason, None, now)
        };
        assert_eq!(file(id), Err(OwnThingError));
        let report = file(other).expect("a report");
        assert_eq!((report.created_at, report.resolution), (now, None));
    }
}
