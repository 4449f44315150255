//! Editing a comment.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{CommentId, EventId};

use super::CommentView;
use super::hidden::is_hidden;
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is to be edited.
#[derive(Clone, Debug)]
pub struct EditCommentCommand {
    /// By whom.
    pub caller: Caller,
    /// Which comment.
    pub comment_id: CommentId,
    /// What it is to say; none to leave it.
    pub body: Option<CommentBody>,
    /// The version that the caller has seen; none to edit whatever is there.
    pub expected_version: Option<u32>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not.
#[derive(Debug, Error)]
pub enum EditCommentError {
    /// There is no such comment, or only its tombstone.
    #[error("there is no such comment")]
    NotFound,
    /// It is somebody else's.
    #[error("the comment is somebody else's")]
    NotAuthor,
    /// A moderator has hidden it, or the post that it is on.
    #[error("a moderator has hidden it")]
    Hidden,
    /// Somebody edited it meanwhile.
    #[error("the version is no longer the present one")]
    Stale,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Edits comments.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EditComment: Send + Sync {
    /// Replaces the body. Saying the same again succeeds and changes nothing.
    ///
    /// # Errors
    /// [`EditCommentError`].
    async fn execute(&self, command: EditCommentCommand) -> Result<CommentView, EditCommentError>;
}

/// [`EditComment`] over the ports.
pub struct EditCommentUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl EditComment for EditCommentUseCase {
    async fn execute(&self, command: EditCommentCommand) -> Result<CommentView, EditCommentError> {
        let now = self.clock.now();
        let id = command.comment_id;
        let mut work = self.store.begin().await?;
        let mut comment = work
            .comments()
            .lock(id)
            .await?
            .ok_or(EditCommentError::NotFound)?;
        let (author, caller) = (comment.author_id, command.caller.user_id);
        let hidden = is_hidden(&mut *work, &comment).await?;
        if author != caller {
            let hidden = hidden || work.graph().is_blocked_between(author, caller).await?;
            return Err(if hidden {
                EditCommentError::NotFound
            } else {
                EditCommentError::NotAuthor
            });
        }
        if hidden {
            return Err(EditCommentError::Hidden);
        }
        if command
            .expected_version
            .is_some_and(|version| version != comment.version)
        {
            return Err(EditCommentError::Stale);
        }
        if let Some(event) = command.body.and_then(|body| comment.edit(body, now)) {
            work.comments().update(&comment).await?;
            work.outbox()
                .append(&NewEvent {
                    id: EventId::new(self.ids.next()),
                    event: DomainEvent::CommentEdited(event),
                    occurred_at: now,
                    trace: command.trace,
                })
                .await?;
        }
        let view = work
            .comments()
            .view(id, Some(comment.author_id))
            .await?
            .ok_or(EditCommentError::NotFound)?;
        work.commit().await?;
        Ok(view)
    }
}
