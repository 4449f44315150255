//! Settling a report.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::{ModerationEntryId, ReportId};
use thoughts_domain::moderation::{Action, Entry, Reason, Resolution};

use super::Settlement;
use crate::accounts::Caller;
use crate::idempotency::{
    AnswerRenderer, RetryError, RetryKey, Settled, keep_answer, settle_earlier,
};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Who settles which report.
#[derive(Clone, Debug)]
pub struct ResolveReportCommand {
    /// The moderator.
    pub caller: Caller,
    /// Which.
    pub id: ReportId,
    /// Why, for the log.
    pub reason: Option<Reason>,
    /// What makes a retry known as one.
    pub retry: Option<RetryKey>,
}

/// It is settled.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ReportResolved;

/// Why it stays open.
#[derive(Debug, Error)]
pub enum ResolveReportError {
    /// There is no such report.
    #[error("there is no such report")]
    NotFound,
    /// The caller has been erased.
    #[error("there is no such user")]
    CallerGone,
    /// The retry cannot be settled.
    #[error(transparent)]
    Retry(#[from] RetryError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Settles reports.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ResolveReport: Send + Sync {
    /// Settles a report, whatever was done about it, and notes it in the log. One that was settled
    /// before stays as it is, and leaves no line.
    ///
    /// # Errors
    /// [`ResolveReportError`].
    async fn execute(
        &self,
        command: ResolveReportCommand,
    ) -> Result<Settled<ReportResolved>, ResolveReportError>;
}

/// [`ResolveReport`] over the ports.
pub struct ResolveReportUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Renders the answer that is kept for retries.
    pub renderer: Arc<dyn AnswerRenderer<ReportResolved>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl ResolveReport for ResolveReportUseCase {
    async fn execute(
        &self,
        command: ResolveReportCommand,
    ) -> Result<Settled<ReportResolved>, ResolveReportError> {
        let now = self.clock.now();
        let moderator = command.caller.user_id;
        let retry = command.retry.as_ref();
        let mut work = self.store.begin().await?;
        if !work.users().hold(moderator).await? {
            return Err(ResolveReportError::CallerGone);
        }
        if let Some(answer) = settle_earlier(&mut *work, retry, now).await? {
            return Ok(Settled::Replayed(answer));
        }
        let resolution = Resolution {
            at: now,
            by: moderator,
        };
        match work.reports().resolve(command.id, resolution).await? {
            Settlement::Unknown => return Err(ResolveReportError::NotFound),
            Settlement::Before => {}
            Settlement::Now { subject, owner } => {
                let entry = Entry {
                    id: ModerationEntryId::new(self.ids.next()),
                    at: now,
                    moderator: Some(moderator),
                    action: Action::ResolveReport,
                    subject,
                    reason: command.reason,
                };
                work.moderation_log().append(&entry, owner).await?;
            }
        }
        keep_answer(&mut *work, retry, &*self.renderer, &ReportResolved, now).await?;
        work.commit().await?;
        Ok(Settled::Fresh(ReportResolved))
    }
}
