//! Stored passwords within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{PasswordHash, PasswordRepository};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl PasswordRepository for MemoryWork {
    async fn hold(&mut self, user: UserId, present: &PasswordHash) -> Result<bool, StorageError> {
        let account = self.state.account_mut(user);
        Ok(account.is_some_and(|account| account.password.as_ref() == Some(present)))
    }

    async fn replace(
        &mut self,
        user: UserId,
        present: &PasswordHash,
        next: &PasswordHash,
    ) -> Result<bool, StorageError> {
        Ok(self.hold(user, present).await? && self.set(user, next).await?)
    }

    async fn set(&mut self, user: UserId, next: &PasswordHash) -> Result<bool, StorageError> {
        let account = self.state.account_mut(user);
        Ok(account
            .map(|account| account.password = Some(next.clone()))
            .is_some())
    }
}
