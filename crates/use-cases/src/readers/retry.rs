//! Trying a parked event again.

use std::sync::Arc;

use super::fault::{caught, told};
use super::{ParkedEvent, Reader};
use crate::events::{EventLog, LoggedEvent};
use crate::storage::{StorageError, Store};
use crate::system::Clock;

/// What came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RetryOutcome {
    /// It had its effect and is no longer parked.
    Done,
    /// It failed again, for this reason, and stays parked.
    Failed(String),
    /// An earlier event of the same aggregate is parked: that one first.
    Behind,
    /// The log no longer keeps it; only a rebuild makes good what it would have done.
    Gone,
    /// It is not parked any more.
    NotParked,
}

/// Tries parked events again, one at a time and each as a unit of work, while its reader goes on.
pub struct RetryParked {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl RetryParked {
    /// Tries one again.
    ///
    /// # Errors
    /// Those of the storage; the event stays parked.
    pub async fn execute(
        &self,
        reader: &dyn Reader,
        parked: &ParkedEvent,
    ) -> Result<RetryOutcome, StorageError> {
        let name = reader.name();
        let mut read = self.log.read(parked.position.saturating_sub(1), 1).await?;
        let Some(event) = read.pop().filter(|event| event.id == parked.event_id) else {
            return Ok(RetryOutcome::Gone);
        };
        let mut work = self.store.begin().await?;
        let Some(subscription) = work.subscriptions().find(name).await? else {
            return Ok(RetryOutcome::NotParked);
        };
        if !work.subscriptions().hold(&subscription).await? {
            return Err(StorageError::Conflict(
                "the reader moved on meanwhile".into(),
            ));
        }
        let first = work
            .subscriptions()
            .first_parked(name, event.aggregate_id)
            .await?;
        if first.is_some_and(|first| first < event.position) {
            return Ok(RetryOutcome::Behind);
        }
        if !work.subscriptions().unpark(name, event.position).await? {
            return Ok(RetryOutcome::NotParked);
        }
        match caught(reader.apply(&mut *work, &event)).await {
            Ok(()) => {
                work.commit().await?;
                Ok(RetryOutcome::Done)
            }
            Err(error) if error.is_of_the_event() => {
                drop(work);
                self.note(name, &event, told(&error), parked.tries + 1)
                    .await
            }
            Err(error) => Err(error.into_storage()),
        }
    }

    async fn note(
        &self,
        name: &str,
        event: &LoggedEvent,
        reason: String,
        tries: u32,
    ) -> Result<RetryOutcome, StorageError> {
        let mut work = self.store.begin().await?;
        let parked = ParkedEvent::failed(name, event, reason.clone(), tries, self.clock.now());
        // Somebody else may have had more luck meanwhile.
        if !work.subscriptions().unpark(name, event.position).await? {
            return Ok(RetryOutcome::NotParked);
        }
        work.subscriptions().park(&parked).await?;
        work.commit().await?;
        Ok(RetryOutcome::Failed(reason))
    }
}
