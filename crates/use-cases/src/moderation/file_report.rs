//! Telling moderators that something is wrong.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::ReportId;
use thoughts_domain::moderation::{OwnThingError, Report, ReportNote, ReportReason, Subject};

use crate::accounts::Caller;
use crate::idempotency::{
    AnswerRenderer, RetryError, RetryKey, Settled, keep_answer, settle_earlier,
};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Who reports what, and why.
#[derive(Clone, Debug)]
pub struct FileReportCommand {
    /// Who reports.
    pub caller: Caller,
    /// What.
    pub subject: Subject,
    /// What is wrong with it.
    pub reason: ReportReason,
    /// What the reporter adds.
    pub note: Option<ReportNote>,
    /// What makes a retry known as one.
    pub retry: Option<RetryKey>,
}

/// Why nobody is told.
#[derive(Debug, Error)]
pub enum FileReportError {
    /// It is the reporter's own, or himself.
    #[error(transparent)]
    Own(#[from] OwnThingError),
    /// It is not there, or not for him to see.
    #[error("there is no such thing")]
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

/// Takes reports.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FileReport: Send + Sync {
    /// Files a report, once for each retry key. Who has an open one about the same thing changes
    /// its reason and note. Only moderators and the reporter ever see it; no event tells of it.
    ///
    /// # Errors
    /// [`FileReportError`].
    async fn execute(&self, command: FileReportCommand)
    -> Result<Settled<Report>, FileReportError>;
}

/// [`FileReport`] over the ports.
pub struct FileReportUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Renders the answer that is kept for retries.
    pub renderer: Arc<dyn AnswerRenderer<Report>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl FileReport for FileReportUseCase {
    async fn execute(
        &self,
        command: FileReportCommand,
    ) -> Result<Settled<Report>, FileReportError> {
        let FileReportCommand {
            caller,
            subject,
            reason,
            note,
            retry,
        } = command;
        let (reporter, retry) = (caller.user_id, retry.as_ref());
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        // He must be there for as long as his report and his answer are kept.
        if !work.users().hold(reporter).await? {
            return Err(FileReportError::CallerGone);
        }
        if let Some(answer) = settle_earlier(&mut *work, retry, now).await? {
            return Ok(Settled::Replayed(answer));
        }
        let owner = work.reports().owner_of(subject, reporter).await?;
        let owner = owner.ok_or(FileReportError::NotFound)?;
        let id = ReportId::new(self.ids.next());
        let report = Report::file(id, reporter, (subject, owner), reason, note, now)?;
        let report = work.reports().file(&report).await?;
        keep_answer(&mut *work, retry, &*self.renderer, &report, now).await?;
        work.commit().await?;
        Ok(Settled::Fresh(report))
    }
}
