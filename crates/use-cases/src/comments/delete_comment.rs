//! Deleting a comment.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{CommentId, EventId};

use super::hidden::is_hidden;
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is to be deleted.
#[derive(Clone, Debug)]
pub struct DeleteCommentCommand {
    /// By whom.
    pub caller: Caller,
    /// Which comment.
    pub comment_id: CommentId,
    /// The version that the caller has seen; none to delete whatever is there.
    pub expected_version: Option<u32>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not.
#[derive(Debug, Error)]
pub enum DeleteCommentError {
    /// There is no such comment, or only its tombstone.
    #[error("there is no such comment")]
    NotFound,
    /// It is somebody else's.
    #[error("the comment is somebody else's")]
    NotAuthor,
    /// Somebody edited it meanwhile.
    #[error("the version is no longer the present one")]
    Stale,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Deletes comments.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DeleteComment: Send + Sync {
    /// Deletes a comment; while replies stand under it, a tombstone stays.
    ///
    /// # Errors
    /// [`DeleteCommentError`].
    async fn execute(&self, command: DeleteCommentCommand) -> Result<(), DeleteCommentError>;
}

/// [`DeleteComment`] over the ports.
pub struct DeleteCommentUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl DeleteComment for DeleteCommentUseCase {
    async fn execute(&self, command: DeleteCommentCommand) -> Result<(), DeleteCommentError> {
        let mut work = self.store.begin().await?;
        let comment = work.comments().lock(command.comment_id).await?;
        let comment = comment.ok_or(DeleteCommentError::NotFound)?;
        let (author, caller) = (comment.author_id, command.caller.user_id);
        if author != caller {
            let hidden = is_hidden(&mut *work, &comment).await?
                || work.graph().is_blocked_between(author, caller).await?;
            return Err(if hidden {
                DeleteCommentError::NotFound
            } else {
                DeleteCommentError::NotAuthor
            });
        }
        if command
            .expected_version
            .is_some_and(|version| version != comment.version)
        {
            return Err(DeleteCommentError::Stale);
        }
        work.comments().delete(&comment).await?;
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::CommentDeleted(comment.delete()),
                occurred_at: self.clock.now(),
                trace: command.trace,
            })
            .await?;
        work.commit().await?;
        Ok(())
    }
}
