//! Stored passwords within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{PasswordHash, PasswordRepository};
use thoughts_use_cases::storage::StorageError;

use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl PasswordRepository for PostgresUnitOfWork {
    async fn hold(&mut self, user: UserId, present: &PasswordHash) -> Result<bool, StorageError> {
        // Who replaces a password has locked the user FOR UPDATE. If he came first, this waits,
        // and then sees the row as he left it; if not, he waits, and sees what is written here.
        let held = sqlx::query_scalar!(
            "SELECT id FROM users
             WHERE id = $1 AND deleted_at IS NULL AND password_hash = $2 FOR KEY SHARE",
            user.as_str(),
            present.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(held.is_some())
    }

    async fn replace(
        &mut self,
        user: UserId,
        present: &PasswordHash,
        next: &PasswordHash,
    ) -> Result<bool, StorageError> {
        let replaced = sqlx::query!(
            "UPDATE users SET password_hash = $3
             WHERE id = $1 AND deleted_at IS NULL AND password_hash = $2",
            user.as_str(),
            present.as_str(),
            next.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(replaced.rows_affected() == 1)
    }

    async fn set(&mut self, user: UserId, next: &PasswordHash) -> Result<bool, StorageError> {
        let set = sqlx::query!(
            "UPDATE users SET password_hash = $2 WHERE id = $1 AND deleted_at IS NULL",
            user.as_str(),
            next.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(set.rows_affected() == 1)
    }
}
