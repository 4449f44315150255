//! Leading a reader through the log.

use std::sync::Arc;

use super::batch::{Batch, Outcome};
use super::{Reader, Step, Steps, Subscription, SubscriptionState};
use crate::events::{EventLog, EventPosition, LoggedEvent};
use crate::storage::{StorageError, Store};
use crate::system::Clock;

/// How many events a unit of work covers at the most.
pub const BATCH: u32 = 500;

/// How often an event is tried before it is parked.
pub const TRIES: u32 = 3;

/// What came of a step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Progress {
    /// It went on; there may be more.
    Moved,
    /// It has passed everything up to the head.
    Idle,
    /// A step of a rebuild was taken; there may be more.
    Rebuilding,
    /// An event failed, that many times so far; 0 for a batch that is now taken one by one.
    Failing(u32),
    /// Somebody else has moved the subscription: nothing was kept of this step.
    Lost,
    /// It lost its place, and waits for a person.
    Stopped,
}

/// A reader under way, led by this process.
pub struct ReaderRun {
    pub(super) reader: Arc<dyn Reader>,
    pub(super) store: Arc<dyn Store>,
    pub(super) log: Arc<dyn EventLog>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) steps: Arc<dyn Steps>,
    known: Option<Subscription>,
    /// Until here events are taken one by one, since one of them failed.
    careful_until: u64,
    /// The event that failed last, and how often.
    failed: (u64, u32),
}

impl ReaderRun {
    /// A reader that has taken no step yet.
    #[must_use]
    pub fn new(
        reader: Arc<dyn Reader>,
        store: Arc<dyn Store>,
        log: Arc<dyn EventLog>,
        clock: Arc<dyn Clock>,
        steps: Arc<dyn Steps>,
    ) -> Self {
        Self {
            reader,
            store,
            log,
            clock,
            steps,
            known: None,
            careful_until: 0,
            failed: (0, 0),
        }
    }

    /// Forgets where the subscription stands, so that the next step reads it again: what others
    /// have asked for in the meantime is seen by that.
    pub fn look_again(&mut self) {
        self.known = None;
    }

    /// Takes one step; `head` is a place that the log has reached.
    ///
    /// # Errors
    /// Those of the storage: nothing was kept, or that is not known; the next step finds out.
    pub async fn step(&mut self, head: &EventPosition) -> Result<Progress, StorageError> {
        let outcome = self.take_step(head).await;
        if matches!(outcome, Err(_) | Ok(Progress::Lost | Progress::Stopped)) {
            self.known = None;
        }
        outcome
    }

    async fn take_step(&mut self, head: &EventPosition) -> Result<Progress, StorageError> {
        let subscription = match self.known.take() {
            Some(subscription) => subscription,
            None => match self.begin(head).await? {
                Some(subscription) => subscription,
                None => return Ok(Progress::Lost),
            },
        };
        match &subscription.state {
            SubscriptionState::Reading => self.read(subscription, head).await,
            SubscriptionState::Rebuilding { after } => {
                let after = after.clone();
                let next = self.refill(&subscription, after).await?;
                Ok(self.keep(next, Progress::Rebuilding))
            }
            SubscriptionState::Stopped { .. } => Ok(Progress::Stopped),
        }
    }

    /// The subscription; begun, where it never was.
    async fn begin(&self, head: &EventPosition) -> Result<Option<Subscription>, StorageError> {
        let name = self.reader.name();
        let mut work = self.store.begin().await?;
        if let Some(found) = work.subscriptions().find(name).await? {
            return Ok(Some(found));
        }
        let fresh = super::rebuild::begun(&*self.reader, head.clone());
        if !work.subscriptions().create(&fresh).await? {
            return Ok(None);
        }
        self.steps.reached(name, Step::Beginning);
        work.commit().await?;
        self.steps.reached(name, Step::Begun);
        tracing::info!(reader = name, checkpoint = %head, "a reader begins");
        Ok(Some(fresh))
    }

    async fn read(
        &mut self,
        subscription: Subscription,
        head: &EventPosition,
    ) -> Result<Progress, StorageError> {
        let checkpoint = &subscription.checkpoint;
        if head.epoch != checkpoint.epoch {
            let reason = format!(
                "its checkpoint {checkpoint} is of another epoch than the log, {}: was a backup restored?",
                head.epoch
            );
            let next = self.lose_place(&subscription, head, reason).await?;
            return Ok(self.keep(next, Progress::Rebuilding));
        }
        if head.number <= checkpoint.number {
            self.known = Some(subscription);
            return Ok(Progress::Idle);
        }
        let events = self.log.read(checkpoint.number, BATCH).await?;
        if events.first().map(|event| event.position) != Some(checkpoint.number + 1) {
            let reason =
                format!("events that follow its checkpoint {checkpoint} are no longer kept");
            let next = self.lose_place(&subscription, head, reason).await?;
            return Ok(self.keep(next, Progress::Rebuilding));
        }
        self.steps.reached(self.reader.name(), Step::Read);
        self.go_on(subscription, self.portion(&events)).await
    }

    /// As many of the events as are taken at once: up to the first wanted one, while one among
    /// them is under suspicion.
    fn portion<'a>(&self, events: &'a [LoggedEvent]) -> &'a [LoggedEvent] {
        let careful = events
            .first()
            .is_some_and(|event| event.position <= self.careful_until);
        let wants = self.reader.wants();
        let end = events
            .iter()
            .position(|event| careful && wants.contains(&event.event_type.as_str()));
        &events[..end.map_or(events.len(), |end| end + 1)]
    }

    async fn go_on(
        &mut self,
        subscription: Subscription,
        events: &[LoggedEvent],
    ) -> Result<Progress, StorageError> {
        let batch = Batch {
            run: self,
            subscription: &subscription,
            events,
        };
        let (last, tries) = (batch.last(), batch.tries(self.failed));
        let wanted = batch.wanted().count();
        match batch.apply().await? {
            Outcome::Kept(next) => Ok(self.keep(next, Progress::Moved)),
            Outcome::Refused(_) if wanted > 1 => {
                self.careful_until = last;
                self.known = Some(subscription);
                Ok(Progress::Failing(0))
            }
            Outcome::Refused(error) if tries < TRIES => {
                tracing::warn!(reader = self.reader.name(), position = last, %error, tries,
                    "an event failed and is tried again");
                self.failed = (last, tries);
                self.known = Some(subscription);
                Ok(Progress::Failing(tries))
            }
            Outcome::Refused(error) => {
                let batch = Batch {
                    run: self,
                    subscription: &subscription,
                    events,
                };
                let next = batch.park(error, tries).await?;
                Ok(self.keep(next, Progress::Moved))
            }
        }
    }

    fn keep(&mut self, next: Option<Subscription>, progress: Progress) -> Progress {
        match next {
            Some(next) => {
                self.known = Some(next);
                progress
            }
            None => Progress::Lost,
        }
    }
}
