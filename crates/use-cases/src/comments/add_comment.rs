//! Adding a comment.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::comments::{Comment, CommentBody, ReplyError};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{CommentId, EventId, PostId};

use super::{CommentInsertion, CommentView};
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::idempotency::{
    AnswerRenderer, RetryError, RetryKey, Settled, keep_answer, settle_earlier,
};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is to be added.
#[derive(Clone, Debug)]
pub struct AddCommentCommand {
    /// By whom.
    pub caller: Caller,
    /// On which post.
    pub post_id: PostId,
    /// Under which comment.
    pub parent_id: Option<CommentId>,
    /// What it says.
    pub body: CommentBody,
    /// What makes a retry known as one.
    pub retry: Option<RetryKey>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not.
#[derive(Debug, Error)]
pub enum AddCommentError {
    /// There is no such post, or a block hides it.
    #[error("there is no such post")]
    PostNotFound,
    /// There is no such comment to answer, or only its tombstone, or a block hides it.
    #[error("there is no such comment")]
    ParentNotFound,
    /// The parent is on another post.
    #[error("the parent is on another post")]
    ParentOfOtherPost,
    /// The parent stands too deep.
    #[error("the thread is too deep")]
    ThreadTooDeep,
    /// The author has been erased.
    #[error("there is no such author")]
    AuthorGone,
    /// The retry cannot be settled.
    #[error(transparent)]
    Retry(#[from] RetryError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<ReplyError> for AddCommentError {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::TooDeep => Self::ThreadTooDeep,
            ReplyError::OtherPost => Self::ParentOfOtherPost,
        }
    }
}

/// Adds comments.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AddComment: Send + Sync {
    /// Adds a comment, once for each retry key.
    ///
    /// # Errors
    /// [`AddCommentError`].
    async fn execute(
        &self,
        command: AddCommentCommand,
    ) -> Result<Settled<CommentView>, AddCommentError>;
}

/// [`AddComment`] over the ports.
pub struct AddCommentUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Renders the answer that is kept for retries.
    pub renderer: Arc<dyn AnswerRenderer<CommentView>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl AddComment for AddCommentUseCase {
    async fn execute(
        &self,
        command: AddCommentCommand,
    ) -> Result<Settled<CommentView>, AddCommentError> {
        let now = self.clock.now();
        let retry = command.retry.as_ref();
        let mut work = self.store.begin().await?;
        if let Some(answer) = settle_earlier(&mut *work, retry, now).await? {
            return Ok(Settled::Replayed(answer));
        }
        let author = command.caller.user_id;
        let parent = match command.parent_id {
            None => None,
            Some(id) => {
                let parent = work.comments().find(id, author).await?;
                let post = command.post_id;
                if parent.is_none() && work.posts().view(post, Some(author)).await?.is_none() {
                    return Err(AddCommentError::PostNotFound);
                }
                Some(parent.ok_or(AddCommentError::ParentNotFound)?)
            }
        };
        let (comment, event) = Comment::add(
            CommentId::new(self.ids.next()),
            command.post_id,
            parent.as_ref(),
            author,
            command.body,
            now,
        )?;
        let author = match work.comments().insert(&comment).await? {
            CommentInsertion::Inserted(author) => author,
            CommentInsertion::PostGone => return Err(AddCommentError::PostNotFound),
            CommentInsertion::ParentGone => return Err(AddCommentError::ParentNotFound),
            CommentInsertion::AuthorGone => return Err(AddCommentError::AuthorGone),
        };
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::CommentAdded(event),
                occurred_at: now,
                trace: command.trace,
            })
            .await?;
        let view = CommentView::of_new(&comment, author);
        keep_answer(&mut *work, retry, &*self.renderer, &view, now).await?;
        work.commit().await?;
        Ok(Settled::Fresh(view))
    }
}
