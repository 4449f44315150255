//! Turning off the second factor of who has lost everything: a command of operators.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::ModerationEntryId;
use thoughts_domain::moderation::{Action, Entry, Subject};
use thoughts_domain::second_factor::SecondFactorChange;

use super::News;
use crate::events::TraceParent;
use crate::mail::MailService;
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Why it stays.
#[derive(Debug, Error)]
pub enum RemoveSecondFactorError {
    /// Nobody has the handle.
    #[error("there is no user of that handle")]
    NotFound,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Turns off the second factors of others.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RemoveSecondFactor: Send + Sync {
    /// Turns the user's second factor off. It is noted in the moderation log, and a mail tells him
    /// of it. Returns whether it was on.
    ///
    /// # Errors
    /// [`RemoveSecondFactorError`].
    async fn execute(&self, handle: &Handle) -> Result<bool, RemoveSecondFactorError>;
}

/// [`RemoveSecondFactor`] over the ports.
pub struct RemoveSecondFactorUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl RemoveSecondFactor for RemoveSecondFactorUseCase {
    async fn execute(&self, handle: &Handle) -> Result<bool, RemoveSecondFactorError> {
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let user = work.users().lock_by_handle(handle).await?;
        let user = user.ok_or(RemoveSecondFactorError::NotFound)?;
        let stored = work.second_factors().lock(user.id).await?;
        let Some(stored) = stored.filter(|stored| stored.factor.is_on()) else {
            return Ok(false);
        };
        work.second_factors().remove(user.id).await?;
        work.moderation_log()
            .append(
                &Entry {
                    id: ModerationEntryId::new(self.ids.next()),
                    at: now,
                    moderator: None,
                    action: Action::TurnOffSecondFactor,
                    subject: Subject::User(user.id),
                    reason: None,
                },
                user.id,
            )
            .await?;
        let news = News {
            ids: &*self.ids,
            // A server sends it, when it can send any; a mail that nobody sends is swept.
            mail: MailService::On,
            trace: TraceParent::default(),
            now,
        };
        let change = SecondFactorChange::TurnedOff;
        let event = stored.factor.changed(change, user.version);
        news.tell(&mut *work, event).await?;
        work.commit().await?;
        Ok(true)
    }
}
