//! What is left to do after accounts have gone.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::erasure::{ErasureBacklog, ErasureJob, ErasureQueries, ErasureRepository};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::store::MemoryWork;

#[async_trait]
impl ErasureRepository for MemoryWork {
    async fn request(&mut self, job: &ErasureJob) -> Result<(), StorageError> {
        self.state.erasures.insert(job.user_id, job.clone());
        Ok(())
    }

    async fn claim(
        &mut self,
        of: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<ErasureJob>, StorageError> {
        if let Some(user) = of {
            return Ok(self.state.erasures.get(&user).cloned());
        }
        let due = self.state.erasures.values().filter(|job| job.due_at <= now);
        Ok(due.min_by_key(|job| (job.due_at, job.user_id)).cloned())
    }

    async fn update(&mut self, job: &ErasureJob) -> Result<(), StorageError> {
        self.state.erasures.insert(job.user_id, job.clone());
        Ok(())
    }

    async fn finish(&mut self, user: UserId) -> Result<(), StorageError> {
        self.state.erasures.remove(&user);
        Ok(())
    }
}

#[async_trait]
impl ErasureQueries for MemoryStorage {
    async fn backlog(&self, now: Timestamp) -> Result<ErasureBacklog, StorageError> {
        Ok(self.read(|state| {
            let jobs = || state.erasures.values();
            ErasureBacklog {
                pending: jobs().count() as u64,
                due: jobs().filter(|job| job.due_at <= now).count() as u64,
                failing: jobs().filter(|job| job.attempts > 0).count() as u64,
                oldest: jobs().map(|job| job.requested_at).min(),
            }
        }))
    }
}
