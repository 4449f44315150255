//! The ports of reports, and what their reads show.

use async_trait::async_trait;
use thoughts_domain::ids::{ReportId, UserId};
use thoughts_domain::moderation::{Report, ReportNote, ReportReason, Resolution, Subject};
use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;
use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey};
use crate::storage::StorageError;

/// A report, as moderators and its reporter see it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportView {
    /// Names it.
    pub id: ReportId,
    /// Who reported; none when he has left.
    pub reporter: Option<UserSummary>,
    /// What; it may have gone.
    pub subject: Subject,
    /// Whose that is, or who that is; he may have left.
    pub owner_id: UserId,
    /// What is wrong with it.
    pub reason: ReportReason,
    /// What the reporter adds; none once he, or whom it is about, has left.
    pub note: Option<ReportNote>,
    /// When it was filed.
    pub created_at: Timestamp,
    /// How it ended; none while it is open.
    pub resolution: Option<Resolution>,
}

/// Which reports a list shows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ReportState {
    /// Those that wait for a moderator.
    #[default]
    Open,
    /// Those that were resolved.
    Resolved,
}

impl ReportState {
    /// `open` or `resolved`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
        }
    }
}

impl From<Option<Resolution>> for ReportState {
    fn from(resolution: Option<Resolution>) -> Self {
        resolution.map_or(Self::Open, |_| Self::Resolved)
    }
}

/// What came of settling a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Settlement {
    /// There is no such report.
    Unknown,
    /// It had been settled, and stays as it was.
    Before,
    /// It is settled now.
    Now {
        /// What it was about.
        subject: Subject,
        /// Whose that is, or who that is.
        owner: UserId,
    },
}

/// Reports within a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ReportRepository: Send {
    /// Whose the thing is, or who that is, when it is there for `reporter` to see. Blocks between
    /// the two make no difference: who molests somebody and then blocks him can be reported.
    ///
    /// # Errors
    /// Those of the storage.
    async fn owner_of(
        &mut self,
        subject: Subject,
        reporter: UserId,
    ) -> Result<Option<UserId>, StorageError>;

    /// Keeps a report of a user who is held, and gives it as it stands then: who has an open one
    /// about the same thing changes the reason and the note of that.
    ///
    /// # Errors
    /// Those of the storage.
    async fn file(&mut self, report: &Report) -> Result<Report, StorageError>;

    /// Settles a report that is open.
    ///
    /// # Errors
    /// Those of the storage.
    async fn resolve(
        &mut self,
        id: ReportId,
        resolution: Resolution,
    ) -> Result<Settlement, StorageError>;

    /// Forgets a user who was erased: his reports are nobody's from then on, and neither theirs
    /// nor the notes of those about him are kept. About `limit` reports; returns how many.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError>;
}

/// Reads of reports.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ReportQueries: Send + Sync {
    /// Reports in that state, newest first.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn reports(
        &self,
        state: ReportState,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<ReportView, TimeKey>>, StorageError>;

    /// A report, when it is this user's.
    ///
    /// # Errors
    /// As for [`Self::reports`].
    async fn own_report(
        &self,
        id: ReportId,
        reporter: UserId,
    ) -> Result<Positioned<Option<ReportView>>, StorageError>;
}
