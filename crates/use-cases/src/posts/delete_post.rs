//! Deleting a post.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, PostId};

use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is to be deleted.
#[derive(Clone, Debug)]
pub struct DeletePostCommand {
    /// By whom.
    pub caller: Caller,
    /// Which post.
    pub post_id: PostId,
    /// The version that the caller has seen; none to delete whatever is there.
    pub expected_version: Option<u32>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not.
#[derive(Debug, Error)]
pub enum DeletePostError {
    /// There is no such post, or a block or a moderator hides it.
    #[error("there is no such post")]
    NotFound,
    /// It is somebody else's.
    #[error("the post is somebody else's")]
    NotAuthor,
    /// Somebody edited it meanwhile.
    #[error("the version is no longer the present one")]
    Stale,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Deletes posts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DeletePost: Send + Sync {
    /// Deletes a post with its history and comments.
    ///
    /// # Errors
    /// [`DeletePostError`].
    async fn execute(&self, command: DeletePostCommand) -> Result<(), DeletePostError>;
}

/// [`DeletePost`] over the ports.
pub struct DeletePostUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl DeletePost for DeletePostUseCase {
    async fn execute(&self, command: DeletePostCommand) -> Result<(), DeletePostError> {
        let mut work = self.store.begin().await?;
        let post = work
            .posts()
            .lock_to_delete(command.post_id)
            .await?
            .ok_or(DeletePostError::NotFound)?;
        let (author, caller) = (post.author_id, command.caller.user_id);
        if author != caller {
            let hidden = post.hidden || work.graph().is_blocked_between(author, caller).await?;
            return Err(if hidden {
                DeletePostError::NotFound
            } else {
                DeletePostError::NotAuthor
            });
        }
        if command
            .expected_version
            .is_some_and(|version| version != post.version)
        {
            return Err(DeletePostError::Stale);
        }
        work.posts().delete(&post).await?;
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::PostDeleted(post.delete()),
                occurred_at: self.clock.now(),
                trace: command.trace,
            })
            .await?;
        work.commit().await?;
        Ok(())
    }
}
