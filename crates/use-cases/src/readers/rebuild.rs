//! Making again what a reader keeps.

use std::sync::Arc;

use thiserror::Error;

use super::fault::caught;
use super::{Reader, ReaderRun, Step, Subscription, SubscriptionState};
use crate::events::{EventLog, EventPosition};
use crate::storage::{StorageError, Store, UnitOfWork};

/// What a rebuild begins with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RebuildStart {
    /// The projection is to be made again, step by step.
    Refilling,
    /// The reader keeps nothing: it goes on from the log's end.
    AtTheEnd,
}

/// Why no rebuild begins.
#[derive(Debug, Error)]
pub enum RebuildError {
    /// One is under way.
    #[error("a rebuild is under way")]
    UnderWay,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Has a reader's projection made again. This only writes down that it is to be: whoever leads
/// the reader takes the steps, and so may the one who asked. The checkpoint is set to where the
/// log stood before the first step, so that no event is missed: those after it are applied once
/// more when the steps are done.
pub struct StartRebuild {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// The log.
    pub log: Arc<dyn EventLog>,
}

impl StartRebuild {
    /// Begins.
    ///
    /// # Errors
    /// [`RebuildError`].
    pub async fn execute(&self, reader: &dyn Reader) -> Result<RebuildStart, RebuildError> {
        let name = reader.name();
        let head = self.log.head().await?;
        let mut work = self.store.begin().await?;
        let fresh = begun(reader, head);
        match work.subscriptions().find(name).await? {
            Some(found) if matches!(found.state, SubscriptionState::Rebuilding { .. }) => {
                return Err(RebuildError::UnderWay);
            }
            Some(found) => {
                begin_again(&mut *work, &found, fresh)
                    .await?
                    .ok_or_else(moved_on)?;
            }
            None if work.subscriptions().create(&fresh).await? => {}
            None => return Err(moved_on().into()),
        }
        work.commit().await?;
        Ok(match reader.projection() {
            Some(_) => RebuildStart::Refilling,
            None => RebuildStart::AtTheEnd,
        })
    }
}

fn moved_on() -> StorageError {
    StorageError::Conflict("the reader moved on meanwhile; try again".into())
}

/// A subscription that begins at that place of the log, with a rebuild when there is something to
/// make again.
pub(super) fn begun(reader: &dyn Reader, checkpoint: EventPosition) -> Subscription {
    Subscription {
        name: reader.name().to_owned(),
        checkpoint,
        state: match reader.projection() {
            Some(_) => SubscriptionState::Rebuilding { after: None },
            None => SubscriptionState::Reading,
        },
        revision: 0,
    }
}

/// Writes a subscription as begun anew. What was parked is in the tables, or given up.
async fn begin_again(
    work: &mut dyn UnitOfWork,
    found: &Subscription,
    fresh: Subscription,
) -> Result<Option<Subscription>, StorageError> {
    let next = Subscription {
        revision: found.revision,
        ..fresh
    };
    if !work.subscriptions().save(&next).await? {
        return Ok(None);
    }
    work.subscriptions().unpark_all(&next.name).await?;
    Ok(Some(next.saved()))
}

impl ReaderRun {
    /// The next step of a rebuild. Only the last is durable when it returns, and all others with
    /// it: what a crash of the storage takes back is done again.
    pub(super) async fn refill(
        &self,
        subscription: &Subscription,
        after: Option<String>,
    ) -> Result<Option<Subscription>, StorageError> {
        let name = self.reader.name();
        let mut work = self.store.begin_bulk().await?;
        if !work.subscriptions().hold(subscription).await? {
            return Ok(None);
        }
        let after = match self.reader.projection() {
            Some(projection) => caught(projection.refill(&mut *work, after.as_deref()))
                .await
                .map_err(super::ReaderError::into_storage)?,
            None => None,
        };
        let done = after.is_none();
        let next = subscription.in_state(match after {
            Some(after) => SubscriptionState::Rebuilding { after: Some(after) },
            None => SubscriptionState::Reading,
        });
        if !work.subscriptions().save(&next).await? {
            return Ok(None);
        }
        self.steps.reached(name, Step::Refilled);
        if done {
            work.commit().await?;
        } else {
            work.commit_soon().await?;
        }
        self.steps.reached(name, Step::RefillCommitted);
        if done {
            tracing::info!(
                reader = name,
                "the projection was made again from the tables"
            );
        }
        Ok(Some(next.saved()))
    }

    /// Takes all steps of a rebuild at once, where none was taken yet and its projection can be
    /// filled so. False, and nothing done, where it cannot: then take the steps.
    ///
    /// # Errors
    /// Those of the storage: nothing was made, or that is not known.
    pub async fn fill(&mut self) -> Result<bool, StorageError> {
        self.look_again();
        let name = self.reader.name();
        let Some(projection) = self.reader.projection() else {
            return Ok(false);
        };
        let mut work = self.store.begin_bulk().await?;
        let Some(found) = work.subscriptions().find(name).await? else {
            return Ok(false);
        };
        if found.state != (SubscriptionState::Rebuilding { after: None })
            || !work.subscriptions().hold(&found).await?
            || !caught(projection.fill(&mut *work))
                .await
                .map_err(super::ReaderError::into_storage)?
        {
            return Ok(false);
        }
        let next = found.in_state(SubscriptionState::Reading);
        if !work.subscriptions().save(&next).await? {
            return Ok(false);
        }
        self.steps.reached(name, Step::Refilled);
        work.commit().await?;
        self.steps.reached(name, Step::RefillCommitted);
        tracing::info!(reader = name, "the projection was filled from the tables");
        Ok(true)
    }

    /// The events that follow are gone or are those of another life of the log: makes the
    /// projection again, or stops where there is none.
    pub(super) async fn lose_place(
        &self,
        subscription: &Subscription,
        head: &EventPosition,
        reason: String,
    ) -> Result<Option<Subscription>, StorageError> {
        let name = self.reader.name();
        let mut work = self.store.begin().await?;
        let next = if self.reader.projection().is_some() {
            let fresh = begun(&*self.reader, head.clone());
            begin_again(&mut *work, subscription, fresh).await?
        } else {
            let stopped = subscription.in_state(SubscriptionState::Stopped {
                reason: reason.clone(),
            });
            let saved = work.subscriptions().save(&stopped).await?;
            saved.then(|| stopped.saved())
        };
        if next.is_none() {
            return Ok(None);
        }
        work.commit().await?;
        if self.reader.projection().is_some() {
            tracing::warn!(
                reader = name,
                reason,
                "a reader lost its place; its projection is made again"
            );
        } else {
            tracing::error!(
                reader = name,
                reason,
                "a reader lost its place and stopped; `thoughts rebuild {name}` lets it go on from the log's end"
            );
        }
        Ok(next)
    }
}
