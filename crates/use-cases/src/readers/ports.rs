//! The ports of this room.

use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::ids::Cuid;
use thoughts_domain::time::Timestamp;

use super::{ParkedEvent, Subscription};
use crate::storage::StorageError;

/// Subscriptions within a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SubscriptionRepository: Send {
    /// Where a reader stands; none when it never began.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn find(&mut self, name: &str) -> Result<Option<Subscription>, StorageError>;

    /// Begins a subscription, at revision 0 whatever it says. False when it is there already.
    ///
    /// # Errors
    /// Those of the storage.
    async fn create(&mut self, subscription: &Subscription) -> Result<bool, StorageError>;

    /// Locks a subscription until the unit of work ends. False, when it is not at this revision.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hold(&mut self, subscription: &Subscription) -> Result<bool, StorageError>;

    /// Writes checkpoint and state and counts the revision up: the compare-and-set that fences
    /// two leaders. False, and nothing written, when it is not at this revision.
    ///
    /// # Errors
    /// Those of the storage.
    async fn save(&mut self, subscription: &Subscription) -> Result<bool, StorageError>;

    /// Parks an event, or writes anew why it is parked.
    ///
    /// # Errors
    /// Those of the storage.
    async fn park(&mut self, event: &ParkedEvent) -> Result<(), StorageError>;

    /// Those of the aggregates that have an event parked by this reader.
    ///
    /// # Errors
    /// Those of the storage.
    async fn parked_among(
        &mut self,
        name: &str,
        aggregates: &[Cuid],
    ) -> Result<Vec<Cuid>, StorageError>;

    /// The place of the first event of an aggregate that is parked by this reader.
    ///
    /// # Errors
    /// Those of the storage.
    async fn first_parked(
        &mut self,
        name: &str,
        aggregate: Cuid,
    ) -> Result<Option<u64>, StorageError>;

    /// Takes a parked event out. False when it is not there.
    ///
    /// # Errors
    /// Those of the storage.
    async fn unpark(&mut self, name: &str, position: u64) -> Result<bool, StorageError>;

    /// Takes every parked event of a reader out.
    ///
    /// # Errors
    /// Those of the storage.
    async fn unpark_all(&mut self, name: &str) -> Result<(), StorageError>;
}

/// Where a reader stands, for metrics and operators.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubscriptionStatus {
    /// Where it stands.
    pub subscription: Subscription,
    /// Events in the log that it has not passed.
    pub behind: u64,
    /// When the first of those happened; none when there is none, or it is no longer kept.
    pub oldest_ahead: Option<Timestamp>,
    /// Events that it has parked.
    pub parked: u64,
}

/// Reads of subscriptions.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SubscriptionQueries: Send + Sync {
    /// Every reader that ever began, by name.
    ///
    /// # Errors
    /// Those of the storage.
    async fn subscriptions(&self) -> Result<Vec<SubscriptionStatus>, StorageError>;

    /// Up to `limit` parked events of all readers after a reader's place, by reader and place.
    ///
    /// # Errors
    /// Those of the storage.
    async fn parked(
        &self,
        after: Option<(String, u64)>,
        limit: u32,
    ) -> Result<Vec<ParkedEvent>, StorageError>;
}

/// Who leads a reader: at any time at most one of all processes, except for the moments in which
/// one does not know yet that it was cut off. The checkpoint's compare-and-set covers those.
#[async_trait]
pub trait Leadership: Send + Sync {
    /// Takes the lead when nobody has it; none, without waiting, when somebody has. A leader that
    /// is killed has lost it at once, one whose host is gone within seconds.
    ///
    /// # Errors
    /// Those of the storage.
    async fn try_lead(&self, reader: &str) -> Result<Option<Box<dyn Lead>>, StorageError>;
}

/// The lead of a reader; dropping it gives it away.
#[async_trait]
pub trait Lead: Send {
    /// Makes sure that the lead was not lost.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when it was.
    async fn confirm(&mut self) -> Result<(), StorageError>;
}

/// Hints that the log has grown. Never relied upon: who reads also polls.
#[async_trait]
pub trait LogHints: Send + Sync {
    /// How long a reader waits for a hint before it looks by itself; a look is one cheap
    /// statement.
    fn patience(&self) -> Duration;

    /// Waits until the log may have grown; perhaps for ever.
    async fn hint(&self);
}
