//! Deleting one's own account.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{ContentRemoval, DisplayName, Handle};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::EventId;

use super::{Caller, ErasedName, SessionWatch};
use crate::erasure::{ContinueErasure, ErasureJob, ErasureSteps};
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Whose account goes, and how.
#[derive(Clone, Debug)]
pub struct DeleteAccountCommand {
    /// Whose.
    pub caller: Caller,
    /// What becomes of posts and comments.
    pub content: ContentRemoval,
    /// The version that the caller has seen; none to delete whatever is there.
    pub expected_version: Option<u32>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it stays.
#[derive(Debug, Error)]
pub enum DeleteAccountError {
    /// It has gone already.
    #[error("there is no such account")]
    NotFound,
    /// Somebody changed it meanwhile.
    #[error("the version is no longer the present one")]
    Stale,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// How many batches of the erasure the request itself goes on with, so that a small account has
/// gone as a whole when its owner is told.
const HEAD_START: usize = 12;

/// Deletes accounts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DeleteAccount: Send + Sync {
    /// Erases in one short unit of work all that is personal of the caller's account, ends his
    /// sessions, forgets the answers kept for him, and leaves a job for what remains: his
    /// retained events and, if it is to go, his content. From then on nothing personal of him is
    /// read anywhere; content that is to go stands under nobody's name until the job has come to
    /// it. A small job is done before this returns, a large one by a worker.
    ///
    /// # Errors
    /// [`DeleteAccountError`]; then nothing was changed.
    async fn execute(&self, command: DeleteAccountCommand) -> Result<(), DeleteAccountError>;
}

/// [`DeleteAccount`] over the ports.
pub struct DeleteAccountUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Goes on with the erasure.
    pub erasing: Arc<dyn ContinueErasure>,
    /// Is told of the deletion before it is committed.
    pub steps: Arc<dyn ErasureSteps>,
    /// Learns of the end at once.
    pub watch: Arc<SessionWatch>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl DeleteAccount for DeleteAccountUseCase {
    async fn execute(&self, command: DeleteAccountCommand) -> Result<(), DeleteAccountError> {
        let id = command.caller.user_id;
        self.close(command).await?;
        for _ in 0..HEAD_START {
            // What fails here has been noted, and a worker goes on with it.
            match self.erasing.execute(Some(id)).await {
                Ok(Some(progress)) if !progress.finished => {}
                _ => break,
            }
        }
        Ok(())
    }
}

impl DeleteAccountUseCase {
    async fn close(&self, command: DeleteAccountCommand) -> Result<(), DeleteAccountError> {
        let DeleteAccountCommand {
            caller,
            content,
            expected_version,
            trace,
        } = command;
        let id = caller.user_id;
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let user = work
            .users()
            .lock(id)
            .await?
            .ok_or(DeleteAccountError::NotFound)?;
        if expected_version.is_some_and(|version| version != user.version) {
            return Err(DeleteAccountError::Stale);
        }
        let event = user.delete(content);
        let ended = work.sessions().end_all(id, None, now).await?;
        work.answers().forget(id).await?;
        work.moderation_log().forget_reasons(id).await?;
        work.notifications().forget(id).await?;
        // While the account is there: what it does afterwards is left without content.
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::UserDeleted(event),
                occurred_at: now,
                trace,
            })
            .await?;
        let name = ErasedName {
            handle: Handle::of_erased(self.ids.next()),
            display_name: DisplayName::of_erased(),
        };
        work.users().erase(id, &name, now).await?;
        let job = ErasureJob::of(id, content, now);
        work.erasures().request(&job).await?;
        self.steps.written(None);
        work.commit().await?;
        for session in ended {
            self.watch.note_ended(session, now);
        }
        self.watch.note_standing(id, None, now, self.clock.now());
        Ok(())
    }
}
