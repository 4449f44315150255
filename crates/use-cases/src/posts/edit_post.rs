//! Editing a post.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, PostId};
use thoughts_domain::posts::PostBody;

use super::PostView;
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is to be edited.
#[derive(Clone, Debug)]
pub struct EditPostCommand {
    /// By whom.
    pub caller: Caller,
    /// Which post.
    pub post_id: PostId,
    /// What it is to say; none to leave it.
    pub body: Option<PostBody>,
    /// The version that the caller has seen; none to edit whatever is there.
    pub expected_version: Option<u32>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not.
#[derive(Debug, Error)]
pub enum EditPostError {
    /// There is no such post, or a block or a moderator hides it.
    #[error("there is no such post")]
    NotFound,
    /// It is somebody else's.
    #[error("the post is somebody else's")]
    NotAuthor,
    /// A moderator has hidden it.
    #[error("a moderator has hidden it")]
    Hidden,
    /// Somebody edited it meanwhile.
    #[error("the version is no longer the present one")]
    Stale,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Edits posts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EditPost: Send + Sync {
    /// Replaces the body and keeps the old one in the history. Saying the same again succeeds
    /// and changes nothing.
    ///
    /// # Errors
    /// [`EditPostError`].
    async fn execute(&self, command: EditPostCommand) -> Result<PostView, EditPostError>;
}

/// [`EditPost`] over the ports.
pub struct EditPostUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl EditPost for EditPostUseCase {
    async fn execute(&self, command: EditPostCommand) -> Result<PostView, EditPostError> {
        let now = self.clock.now();
        let id = command.post_id;
        let mut work = self.store.begin().await?;
        let mut post = work
            .posts()
            .lock(id)
            .await?
            .ok_or(EditPostError::NotFound)?;
        let (author, caller) = (post.author_id, command.caller.user_id);
        if author != caller {
            let hidden = post.hidden || work.graph().is_blocked_between(author, caller).await?;
            return Err(if hidden {
                EditPostError::NotFound
            } else {
                EditPostError::NotAuthor
            });
        }
        if post.hidden {
            return Err(EditPostError::Hidden);
        }
        if command
            .expected_version
            .is_some_and(|version| version != post.version)
        {
            return Err(EditPostError::Stale);
        }
        if let Some(body) = command.body {
            let mentions = work
                .users()
                .resolve_handles(&body.mentioned_handles(), post.author_id, now)
                .await?;
            if let Some((superseded, event)) = post.edit(body, mentions, now) {
                work.posts().update(&post, &superseded).await?;
                work.outbox()
                    .append(&NewEvent {
                        id: EventId::new(self.ids.next()),
                        event: DomainEvent::PostEdited(event),
                        occurred_at: now,
                        trace: command.trace,
                    })
                    .await?;
            }
        }
        let view = work
            .posts()
            .view(id, Some(post.author_id))
            .await?
            .ok_or(EditPostError::NotFound)?;
        work.commit().await?;
        Ok(view)
    }
}
