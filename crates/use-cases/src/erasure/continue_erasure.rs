//! Going on with an erasure.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use super::batch::{self, Left};
use super::{ErasureJob, ErasureStep, ErasureSteps};
use crate::storage::{StorageError, Store, UnitOfWork};
use crate::system::Clock;

/// How many rows one unit of work of an erasure touches, about: few enough that no other writer
/// waits long for them.
pub const ERASURE_BATCH: u32 = 100;

/// What a batch has done, durably.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ErasureProgress {
    /// For whose account.
    pub user_id: UserId,
    /// In which step.
    pub step: ErasureStep,
    /// Whether that was the last, and the job is gone.
    pub finished: bool,
}

/// A batch that was not done.
#[derive(Debug, Error)]
#[error("erasing an account failed")]
pub struct ErasureFailure {
    /// For whose account, and in which step; none when no job could be read.
    pub at: Option<(UserId, ErasureStep)>,
    /// How often in a row the job has failed with this one.
    pub attempts: u32,
    /// When the job is tried again.
    pub until: Option<Timestamp>,
    /// Why.
    #[source]
    pub cause: StorageError,
}

impl From<StorageError> for ErasureFailure {
    fn from(cause: StorageError) -> Self {
        Self {
            at: None,
            attempts: 0,
            until: None,
            cause,
        }
    }
}

/// Goes on with erasures.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ContinueErasure: Send + Sync {
    /// Does one batch of a job in one unit of work: of the account `of`, or else of the job that
    /// has been due longest. None when there is nothing to do. A job whose batch fails rests, the
    /// longer the more often, and keeps no other from being taken up meanwhile.
    ///
    /// # Errors
    /// [`ErasureFailure`]; nothing of the batch was kept.
    async fn execute(&self, of: Option<UserId>) -> Result<Option<ErasureProgress>, ErasureFailure>;
}

/// [`ContinueErasure`] over the ports.
pub struct ContinueErasureUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Is told of every batch before it is committed.
    pub steps: Arc<dyn ErasureSteps>,
    /// How many rows a batch touches: [`ERASURE_BATCH`], fewer in tests.
    pub batch: u32,
}

#[async_trait]
impl ContinueErasure for ContinueErasureUseCase {
    async fn execute(&self, of: Option<UserId>) -> Result<Option<ErasureProgress>, ErasureFailure> {
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let Some(job) = work.erasures().claim(of, now).await? else {
            return Ok(None);
        };
        match self.advance(work, job.clone()).await {
            Ok(progress) => Ok(Some(progress)),
            Err(cause) => Err(self.postpone(&job, now, cause).await),
        }
    }
}

impl ContinueErasureUseCase {
    async fn advance(
        &self,
        mut work: Box<dyn UnitOfWork>,
        mut job: ErasureJob,
    ) -> Result<ErasureProgress, StorageError> {
        let step = job.step;
        let next = match batch::take(&mut *work, &job, self.batch).await? {
            Left::From(progress) => Some((step, progress)),
            Left::Nothing => step.next(job.content).map(|next| (next, 0)),
        };
        if let Some((step, progress)) = next {
            job.step = step;
            job.progress = progress;
            job.attempts = 0;
            work.erasures().update(&job).await?;
        } else {
            work.erasures().finish(job.user_id).await?;
        }
        self.steps.written(Some(step));
        work.commit().await?;
        Ok(ErasureProgress {
            user_id: job.user_id,
            step,
            finished: next.is_none(),
        })
    }

    /// Notes a failure in a unit of work of its own: that of the batch is lost.
    async fn postpone(
        &self,
        failed: &ErasureJob,
        now: Timestamp,
        cause: StorageError,
    ) -> ErasureFailure {
        let mut failure = ErasureFailure {
            at: Some((failed.user_id, failed.step)),
            attempts: failed.attempts + 1,
            until: None,
            cause,
        };
        // Where this fails too, the job is due as before; the worker itself rests.
        match self.rest(failed.user_id, now).await {
            Ok(until) => failure.until = until,
            Err(error) => tracing::debug!(%error, "a failed erasure could not be postponed"),
        }
        failure
    }

    async fn rest(&self, user: UserId, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        let mut work = self.store.begin().await?;
        let Some(mut job) = work.erasures().claim(Some(user), now).await? else {
            return Ok(None);
        };
        job.due_at = job.rest_until(now);
        job.attempts = job.attempts.saturating_add(1);
        work.erasures().update(&job).await?;
        work.commit().await?;
        Ok(Some(job.due_at))
    }
}
