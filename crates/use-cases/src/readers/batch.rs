//! One unit of work: some events' effect, and the checkpoint after them.

use super::fault::{caught, told};
use super::{ParkedEvent, ReaderRun, Step, Subscription};
use crate::events::LoggedEvent;
use crate::storage::StorageError;

/// Some events that follow a checkpoint.
pub(super) struct Batch<'a> {
    pub(super) run: &'a ReaderRun,
    pub(super) subscription: &'a Subscription,
    pub(super) events: &'a [LoggedEvent],
}

/// What came of it.
pub(super) enum Outcome {
    /// Everything was kept, and this is where the reader stands; none when somebody else was
    /// quicker, and nothing was kept.
    Kept(Option<Subscription>),
    /// An event is to blame, for this reason; nothing was kept.
    Refused(String),
}

impl Batch<'_> {
    /// The place of the last event.
    pub(super) fn last(&self) -> u64 {
        let checkpoint = self.subscription.checkpoint.number;
        self.events.last().map_or(checkpoint, |last| last.position)
    }

    /// The events that the reader wants.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &LoggedEvent> {
        let wants = self.run.reader.wants();
        let events = self.events.iter();
        events.filter(move |event| wants.contains(&event.event_type.as_str()))
    }

    /// How often the last event will have been tried after this.
    pub(super) fn tries(&self, (position, tries): (u64, u32)) -> u32 {
        if position == self.last() {
            tries + 1
        } else {
            1
        }
    }

    pub(super) async fn apply(&self) -> Result<Outcome, StorageError> {
        let run = self.run;
        let name = run.reader.name();
        let next = self.subscription.at(self.last());
        let mut work = run.store.begin().await?;
        if !work.subscriptions().save(&next).await? {
            return Ok(Outcome::Kept(None));
        }
        run.steps.reached(name, Step::Claimed);
        let aggregates: Vec<_> = self.wanted().map(|event| event.aggregate_id).collect();
        let parked = if aggregates.is_empty() {
            Vec::new()
        } else {
            work.subscriptions().parked_among(name, &aggregates).await?
        };
        for event in self.wanted() {
            if parked.contains(&event.aggregate_id) {
                let behind = ParkedEvent::behind(name, event, run.clock.now());
                work.subscriptions().park(&behind).await?;
                continue;
            }
            if let Err(error) = caught(run.reader.apply(&mut *work, event)).await {
                if error.is_of_the_event() {
                    return Ok(Outcome::Refused(told(&error)));
                }
                return Err(error.into_storage());
            }
        }
        run.steps.reached(name, Step::Applied);
        work.commit().await?;
        run.steps.reached(name, Step::Committed);
        Ok(Outcome::Kept(Some(next.saved())))
    }

    /// Passes the events and parks the last one, the only one of them that the reader wants.
    pub(super) async fn park(
        &self,
        error: String,
        tries: u32,
    ) -> Result<Option<Subscription>, StorageError> {
        let run = self.run;
        let name = run.reader.name();
        let next = self.subscription.at(self.last());
        let mut work = run.store.begin().await?;
        if !work.subscriptions().save(&next).await? {
            return Ok(None);
        }
        for event in self.wanted() {
            tracing::error!(
                reader = name, event = %event.id, position = event.position, %error,
                "an event is parked; see `thoughts events parked`"
            );
            let parked = ParkedEvent::failed(name, event, error.clone(), tries, run.clock.now());
            work.subscriptions().park(&parked).await?;
        }
        run.steps.reached(name, Step::Parking);
        work.commit().await?;
        run.steps.reached(name, Step::Parked);
        Ok(Some(next.saved()))
    }
}
