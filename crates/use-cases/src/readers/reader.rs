//! What a reader is.

use async_trait::async_trait;
use thiserror::Error;

use crate::events::LoggedEvent;
use crate::storage::{StorageError, UnitOfWork};

/// Why an event has no effect.
#[derive(Debug, Error)]
pub enum ReaderError {
    /// The storage failed. When it is unavailable or met a conflict, the event is not to blame
    /// and is tried again for as long as it takes.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The event itself cannot be worked on. The text is shown to operators and must hold
    /// nothing of what users wrote.
    #[error("{0}")]
    Event(String),
}

impl ReaderError {
    /// Whether the event may be parked for it.
    #[must_use]
    pub const fn is_of_the_event(&self) -> bool {
        matches!(
            self,
            Self::Event(_) | Self::Storage(StorageError::Failed(_) | StorageError::Inconsistent(_))
        )
    }

    /// The same as a failure of the storage, where no event can be parked for it.
    pub(super) fn into_storage(self) -> StorageError {
        match self {
            Self::Storage(error) => error,
            Self::Event(reason) => StorageError::Failed(reason.into()),
        }
    }
}

/// A durable subscription to the event log.
#[async_trait]
pub trait Reader: Send + Sync {
    /// Names the reader in commands, metrics and its checkpoint: lower case, fixed for ever.
    fn name(&self) -> &'static str;

    /// The event types that it wants; all others only move its checkpoint.
    fn wants(&self) -> &'static [&'static str];

    /// Has the effect of one event, within a unit of work that also keeps the checkpoint: do not
    /// commit. Called for each event in the order of the log, and once for each unless the unit
    /// of work is lost. After a [`Projection`] was made again, events follow whose effect the
    /// tables had already: look at the state rather than add blindly.
    ///
    /// # Errors
    /// [`ReaderError`]; everything in the unit of work is taken back then.
    async fn apply(
        &self,
        work: &mut dyn UnitOfWork,
        event: &LoggedEvent,
    ) -> Result<(), ReaderError>;

    /// What can be made again from the tables, when it keeps something. A reader without one
    /// begins at the log's end, and stops where it lost its place.
    fn projection(&self) -> Option<&dyn Projection> {
        None
    }
}

/// What a reader keeps and can make again from the tables.
#[async_trait]
pub trait Projection: Send + Sync {
    /// Takes the next step of making it again: bounded, so that nobody waits long. The first,
    /// without `after`, begins; each returns where the next goes on, and the last none. Between
    /// the steps the reader itself rests, and users read what is there. A step that was committed
    /// is not taken again, one that was lost is.
    ///
    /// # Errors
    /// [`ReaderError`]; the step is taken again later.
    async fn refill(
        &self,
        work: &mut dyn UnitOfWork,
        after: Option<&str>,
    ) -> Result<Option<String>, ReaderError>;

    /// Makes all of it at once, within this one unit of work, which nobody commits before: for a
    /// projection that holds nothing yet and a network in which nobody minds to wait, since it may
    /// keep every writer waiting until then. What comes of it is what [`Self::refill`] would have
    /// made. False, and nothing done, where it holds something, or the storage does not offer that:
    /// then only steps will do.
    ///
    /// # Errors
    /// [`ReaderError`]; nothing was made.
    async fn fill(&self, work: &mut dyn UnitOfWork) -> Result<bool, ReaderError> {
        let _ = work;
        Ok(false)
    }
}
