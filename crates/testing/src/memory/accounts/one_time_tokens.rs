//! Mailed tokens within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{OneTimeToken, TokenPurpose};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{OneTimeTokenRepository, TokenHash};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl OneTimeTokenRepository for MemoryWork {
    async fn put(&mut self, token: &OneTimeToken, hash: &TokenHash) -> Result<(), StorageError> {
        let key = (token.user_id, token.purpose);
        self.state.one_time_tokens.insert(key, (*hash, *token));
        Ok(())
    }

    async fn find(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let mut tokens = self.state.one_time_tokens.values();
        let found = tokens.find(|(stored, token)| stored == hash && token.purpose == purpose);
        Ok(found.map(|(_, token)| *token))
    }

    async fn consume(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<bool, StorageError> {
        let Some(token) = self.find(purpose, hash).await? else {
            return Ok(false);
        };
        self.revoke(token.user_id, purpose).await?;
        Ok(true)
    }

    async fn revoke(&mut self, user: UserId, purpose: TokenPurpose) -> Result<(), StorageError> {
        self.state.one_time_tokens.remove(&(user, purpose));
        Ok(())
    }
}
