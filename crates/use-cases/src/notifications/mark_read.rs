//! Marking notifications as read.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::ids::NotificationId;

use crate::accounts::Caller;
use crate::idempotency::{
    AnswerRenderer, RetryError, RetryKey, Settled, keep_answer, settle_earlier,
};
use crate::storage::{StorageError, Store};
use crate::system::Clock;

/// What is to be marked.
#[derive(Clone, Debug)]
pub struct MarkReadCommand {
    /// Whose.
    pub caller: Caller,
    /// Which; none for all. Those of others, or that are gone, are passed over.
    pub ids: Option<Vec<NotificationId>>,
    /// What makes a retry known as one.
    pub retry: Option<RetryKey>,
}

/// They are marked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct NotificationsRead;

/// Why they are not.
#[derive(Debug, Error)]
pub enum MarkReadError {
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

/// Marks notifications as read.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MarkRead: Send + Sync {
    /// Marks them, once for each retry key.
    ///
    /// # Errors
    /// [`MarkReadError`].
    async fn execute(
        &self,
        command: MarkReadCommand,
    ) -> Result<Settled<NotificationsRead>, MarkReadError>;
}

/// [`MarkRead`] over the ports.
pub struct MarkReadUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Renders the answer that is kept for retries.
    pub renderer: Arc<dyn AnswerRenderer<NotificationsRead>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl MarkRead for MarkReadUseCase {
    async fn execute(
        &self,
        command: MarkReadCommand,
    ) -> Result<Settled<NotificationsRead>, MarkReadError> {
        let now = self.clock.now();
        let recipient = command.caller.user_id;
        let retry = command.retry.as_ref();
        let mut work = self.store.begin().await?;
        // He must be there for as long as his answer is kept.
        if !work.users().hold(recipient).await? {
            return Err(MarkReadError::CallerGone);
        }
        if let Some(answer) = settle_earlier(&mut *work, retry, now).await? {
            return Ok(Settled::Replayed(answer));
        }
        let ids = command.ids.as_deref();
        work.notifications().mark_read(recipient, ids, now).await?;
        keep_answer(&mut *work, retry, &*self.renderer, &NotificationsRead, now).await?;
        work.commit().await?;
        Ok(Settled::Fresh(NotificationsRead))
    }
}
