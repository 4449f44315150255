//! Answers kept for retries.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::idempotency::{ANSWER_LIFETIME, Answer, AnswerRepository, Claim, RetryKey};
use thoughts_use_cases::storage::StorageError;

use super::state::KeptAnswer;
use super::store::MemoryWork;

#[async_trait]
impl AnswerRepository for MemoryWork {
    async fn claim(&mut self, retry: &RetryKey, now: Timestamp) -> Result<Claim, StorageError> {
        let kept = self.state.answers.get(&(retry.caller, retry.key.clone()));
        let kept = kept.filter(|kept| now.since(kept.created_at) <= ANSWER_LIFETIME);
        Ok(match kept {
            None => Claim::Fresh,
            Some(kept) if kept.fingerprint == retry.fingerprint => {
                Claim::Answered(kept.answer.clone())
            }
            Some(_) => Claim::Reused,
        })
    }

    async fn keep(
        &mut self,
        retry: &RetryKey,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let kept = KeptAnswer {
            fingerprint: retry.fingerprint,
            answer: answer.clone(),
            created_at: now,
        };
        let key = (retry.caller, retry.key.clone());
        self.state.answers.insert(key, kept);
        Ok(())
    }

    async fn forget(&mut self, caller: UserId) -> Result<(), StorageError> {
        self.state.answers.retain(|(user, _), _| *user != caller);
        Ok(())
    }
}
