//! Mailed tokens within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{OneTimeToken, TokenPurpose};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{OneTimeTokenRepository, TokenHash};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl OneTimeTokenRepository for PostgresUnitOfWork {
    async fn put(&mut self, token: &OneTimeToken, hash: &TokenHash) -> Result<(), StorageError> {
        sqlx::query!(
            "INSERT INTO one_time_tokens (user_id, purpose, token_hash, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, purpose) DO UPDATE
             SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
            token.user_id.as_str(),
            token.purpose.as_str(),
            &hash.0,
            at(token.expires_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn find(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let row = sqlx::query!(
            "SELECT user_id, expires_at FROM one_time_tokens
             WHERE token_hash = $1 AND purpose = $2",
            &hash.0,
            purpose.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(OneTimeToken {
            user_id: UserId::from_storage(&row.user_id)?,
            purpose,
            expires_at: moment(row.expires_at),
        }))
    }

    async fn consume(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<bool, StorageError> {
        let used = sqlx::query!(
            "DELETE FROM one_time_tokens WHERE token_hash = $1 AND purpose = $2",
            &hash.0,
            purpose.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(used.rows_affected() == 1)
    }

    async fn revoke(&mut self, user: UserId, purpose: TokenPurpose) -> Result<(), StorageError> {
        sqlx::query!(
            "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2",
            user.as_str(),
            purpose.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}
