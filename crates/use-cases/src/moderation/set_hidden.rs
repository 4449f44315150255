//! Hiding what somebody wrote, and showing it again.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{CommentId, EventId, ModerationEntryId, PostId, UserId};
use thoughts_domain::moderation::{Action, Entry, Hiding, Reason, Subject};
use thoughts_domain::time::Timestamp;

use crate::accounts::Caller;
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store, UnitOfWork};
use crate::system::{Clock, IdGenerator};

/// What can be hidden.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hideable {
    /// A post, with all that hangs on it.
    Post(PostId),
    /// A comment: its replies stay.
    Comment(CommentId),
}

/// What shall be hidden, or no longer.
#[derive(Clone, Debug)]
pub struct SetHiddenCommand {
    /// The moderator.
    pub caller: Caller,
    /// What.
    pub what: Hideable,
    /// Whether it shall be.
    pub hidden: bool,
    /// Why, for the log.
    pub reason: Option<Reason>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why everything stays.
#[derive(Debug, Error)]
pub enum SetHiddenError {
    /// There is no such post or comment, or only its tombstone.
    #[error("there is no such post or comment")]
    NotFound,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Hides posts and comments.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SetHidden: Send + Sync {
    /// Hides a post or comment from all but its author and moderators, or shows it again: for
    /// everybody at once. Returns whether that changed anything; what does not leaves neither a
    /// line in the log nor an event.
    ///
    /// # Errors
    /// [`SetHiddenError`].
    async fn execute(&self, command: SetHiddenCommand) -> Result<bool, SetHiddenError>;
}

/// [`SetHidden`] over the ports.
pub struct SetHiddenUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

/// Whose the thing is, and what happened to it; none when it was so already.
type Done = (UserId, Option<Hiding>);

#[async_trait]
impl SetHidden for SetHiddenUseCase {
    async fn execute(&self, command: SetHiddenCommand) -> Result<bool, SetHiddenError> {
        let now = self.clock.now();
        let hidden = command.hidden;
        let mut work = self.store.begin().await?;
        let (subject, done) = match command.what {
            Hideable::Post(id) => (Subject::Post(id), post(&mut *work, id, hidden, now).await?),
            Hideable::Comment(id) => {
                let done = comment(&mut *work, id, hidden, now).await?;
                (Subject::Comment(id), done)
            }
        };
        let (owner, hiding) = done.ok_or(SetHiddenError::NotFound)?;
        let Some(hiding) = hiding else {
            return Ok(false);
        };
        let (action, event) = if hidden {
            (Action::Hide, DomainEvent::Hidden(hiding))
        } else {
            (Action::Unhide, DomainEvent::Unhidden(hiding))
        };
        let entry = Entry {
            id: ModerationEntryId::new(self.ids.next()),
            at: now,
            moderator: Some(command.caller.user_id),
            action,
            subject,
            reason: command.reason,
        };
        work.moderation_log().append(&entry, owner).await?;
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event,
                occurred_at: now,
                trace: command.trace,
            })
            .await?;
        work.commit().await?;
        Ok(true)
    }
}

async fn post(
    work: &mut dyn UnitOfWork,
    id: PostId,
    hidden: bool,
    now: Timestamp,
) -> Result<Option<Done>, StorageError> {
    let Some(mut post) = work.posts().lock(id).await? else {
        return Ok(None);
    };
    let hiding = if hidden { post.hide() } else { post.unhide() };
    if hiding.is_some() {
        work.posts().set_hidden(&post, now).await?;
    }
    Ok(Some((post.author_id, hiding)))
}

async fn comment(
    work: &mut dyn UnitOfWork,
    id: CommentId,
    hidden: bool,
    now: Timestamp,
) -> Result<Option<Done>, StorageError> {
    let Some(mut comment) = work.comments().lock(id).await? else {
        return Ok(None);
    };
    let hiding = if hidden {
        comment.hide()
    } else {
        comment.unhide()
    };
    if hiding.is_some() {
        work.comments().set_hidden(&comment, now).await?;
    }
    Ok(Some((comment.author_id, hiding)))
}
