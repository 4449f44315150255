//! Mailed tokens within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{OneTimeToken, TokenPurpose};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OneTimeTokenRepository, TokenHash};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl OneTimeTokenRepository for SqliteUnitOfWork {
    async fn put(&mut self, token: &OneTimeToken, hash: &TokenHash) -> Result<(), StorageError> {
        let (user, purpose) = (token.user_id.as_str(), token.purpose.as_str());
        let (hash, expires_at) = (hash.0.as_slice(), token.expires_at.as_micros());
        // A second try of one mail meets its own hash too, which no one conflict target covers.
        sqlx::query!(
            "INSERT OR REPLACE INTO one_time_tokens (user_id, purpose, token_hash, expires_at)
            VALUES (?, ?, ?, ?)",
            user,
            purpose,
            hash,
            expires_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn find(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let (hash, name) = (hash.0.as_slice(), purpose.as_str());
        let row = sqlx::query!(
            "SELECT user_id, expires_at FROM one_time_tokens
            WHERE token_hash = ? AND purpose = ?",
            hash,
            name
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(OneTimeToken {
            user_id: UserId::from_storage(&row.user_id)?,
            purpose,
            expires_at: Timestamp::from_micros(row.expires_at),
        }))
    }

    async fn consume(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<bool, StorageError> {
        let (hash, purpose) = (hash.0.as_slice(), purpose.as_str());
        let used = sqlx::query!(
            "DELETE FROM one_time_tokens WHERE token_hash = ? AND purpose = ?",
            hash,
            purpose
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(used.rows_affected() == 1)
    }

    async fn revoke(&mut self, user: UserId, purpose: TokenPurpose) -> Result<(), StorageError> {
        let (user, purpose) = (user.as_str(), purpose.as_str());
        sqlx::query!(
            "DELETE FROM one_time_tokens WHERE user_id = ? AND purpose = ?",
            user,
            purpose
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }
}
