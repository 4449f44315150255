//! Publishing a post.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, PostId};
use thoughts_domain::posts::{Post, PostBody};

use super::PostView;
use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::idempotency::{
    AnswerRenderer, RetryError, RetryKey, Settled, keep_answer, settle_earlier,
};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What is to be published.
#[derive(Clone, Debug)]
pub struct PublishPostCommand {
    /// By whom.
    pub caller: Caller,
    /// What it says.
    pub body: PostBody,
    /// The post that it quotes.
    pub quoted_post_id: Option<PostId>,
    /// What makes a retry known as one.
    pub retry: Option<RetryKey>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why it is not.
#[derive(Debug, Error)]
pub enum PublishPostError {
    /// The author has been erased.
    #[error("there is no such author")]
    AuthorGone,
    /// There is no post to quote, or a block hides it: one answer.
    #[error("there is no such post to quote")]
    QuotedNotFound,
    /// The retry cannot be settled.
    #[error(transparent)]
    Retry(#[from] RetryError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Publishes posts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PublishPost: Send + Sync {
    /// Publishes a post, once for each retry key.
    ///
    /// # Errors
    /// [`PublishPostError`].
    async fn execute(
        &self,
        command: PublishPostCommand,
    ) -> Result<Settled<PostView>, PublishPostError>;
}

/// [`PublishPost`] over the ports.
pub struct PublishPostUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Renders the answer that is kept for retries.
    pub renderer: Arc<dyn AnswerRenderer<PostView>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl PublishPost for PublishPostUseCase {
    async fn execute(
        &self,
        command: PublishPostCommand,
    ) -> Result<Settled<PostView>, PublishPostError> {
        let now = self.clock.now();
        let retry = command.retry.as_ref();
        let mut work = self.store.begin().await?;
        if let Some(answer) = settle_earlier(&mut *work, retry, now).await? {
            return Ok(Settled::Replayed(answer));
        }
        let author_id = command.caller.user_id;
        let quoted = match command.quoted_post_id {
            Some(quoted) => {
                let quoted = work.posts().quotable(quoted, author_id).await?;
                Some(quoted.ok_or(PublishPostError::QuotedNotFound)?)
            }
            None => None,
        };
        let handles = command.body.mentioned_handles();
        let mentions = if handles.is_empty() {
            Vec::new()
        } else {
            let users = work.users();
            users.resolve_handles(&handles, author_id, now).await?
        };
        let id = PostId::new(self.ids.next());
        let quoted_id = quoted.as_ref().map(|quoted| quoted.id);
        let (post, event) = Post::publish(id, author_id, command.body, mentions, quoted_id, now);
        let author = work
            .posts()
            .insert(&post)
            .await?
            .ok_or(PublishPostError::AuthorGone)?;
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::PostPublished(event),
                occurred_at: now,
                trace: command.trace,
            })
            .await?;
        let view = PostView::of_new(&post, author, quoted);
        keep_answer(&mut *work, retry, &*self.renderer, &view, now).await?;
        work.commit().await?;
        Ok(Settled::Fresh(view))
    }
}
