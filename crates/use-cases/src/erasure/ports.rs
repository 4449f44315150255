//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use super::ErasureJob;
use crate::storage::StorageError;

/// Jobs within a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ErasureRepository: Send {
    /// Leaves a job for an account that this unit of work erases.
    ///
    /// # Errors
    /// Those of the storage.
    async fn request(&mut self, job: &ErasureJob) -> Result<(), StorageError>;

    /// Reads a job and locks it until the unit of work ends: that of the account `of`, due or
    /// not, after waiting for who holds it; or else the one that has been due longest at `now`
    /// and that nobody holds. None when there is nothing to take.
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Inconsistent`] for a row that breaks a rule.
    async fn claim(
        &mut self,
        of: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<ErasureJob>, StorageError>;

    /// Writes how far a claimed job has come, its attempts and when it is due.
    ///
    /// # Errors
    /// Those of the storage.
    async fn update(&mut self, job: &ErasureJob) -> Result<(), StorageError>;

    /// Removes a claimed job: nothing is left to do.
    ///
    /// # Errors
    /// Those of the storage.
    async fn finish(&mut self, user: UserId) -> Result<(), StorageError>;
}

/// What is left to do, over all jobs.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ErasureBacklog {
    /// Jobs that are not finished.
    pub pending: u64,
    /// Those of them that may be taken up.
    pub due: u64,
    /// Those of them whose last batch failed.
    pub failing: u64,
    /// When the account of the oldest was deleted.
    pub oldest: Option<Timestamp>,
}

/// Reads of jobs.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ErasureQueries: Send + Sync {
    /// What is left to do at `now`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn backlog(&self, now: Timestamp) -> Result<ErasureBacklog, StorageError>;
}
