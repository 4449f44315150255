//! The ports of retries.

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;

use super::{Answer, RetryKey};
use crate::storage::StorageError;

/// Turns an outcome into the answer that is kept: filled by the delivery that the client spoke to.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait AnswerRenderer<T>: Send + Sync
where
    T: Send + Sync + 'static,
{
    /// Renders the answer. The same outcome always gives the same bytes.
    fn render(&self, outcome: &T) -> Answer;
}

/// What is known of a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Claim {
    /// Nothing: it is the caller's until the unit of work ends.
    Fresh,
    /// The same request was answered so.
    Answered(Answer),
    /// Another request used the key.
    Reused,
    /// The same key is being worked on elsewhere.
    InFlight,
}

/// Answers kept for retries.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AnswerRepository: Send {
    /// Claims a key for this unit of work without waiting for another that holds it (a storage
    /// with a single writer has none and never says [`Claim::InFlight`]). Answers older than
    /// [`super::ANSWER_LIFETIME`] at `now` do not count.
    ///
    /// # Errors
    /// Those of the storage.
    async fn claim(&mut self, retry: &RetryKey, now: Timestamp) -> Result<Claim, StorageError>;

    /// Keeps the answer to a claimed key. The last write of a unit of work.
    ///
    /// # Errors
    /// Those of the storage.
    async fn keep(
        &mut self,
        retry: &RetryKey,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Forgets all answers to a user who is erased.
    ///
    /// # Errors
    /// Those of the storage.
    async fn forget(&mut self, caller: thoughts_domain::ids::UserId) -> Result<(), StorageError>;
}
