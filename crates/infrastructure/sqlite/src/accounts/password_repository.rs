//! Stored passwords within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{PasswordHash, PasswordRepository};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl PasswordRepository for SqliteUnitOfWork {
    async fn hold(&mut self, user: UserId, present: &PasswordHash) -> Result<bool, StorageError> {
        let (id, present) = (user.as_str(), present.as_str());
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM users
                WHERE id = ? AND password_hash = ? AND deleted_at IS NULL) AS "there!: bool""#,
            id,
            present
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)
    }

    async fn replace(
        &mut self,
        user: UserId,
        present: &PasswordHash,
        next: &PasswordHash,
    ) -> Result<bool, StorageError> {
        let (id, next) = (user.as_str(), next.as_str());
        let present = present.as_str();
        let replaced = sqlx::query!(
            "UPDATE users SET password_hash = ?
            WHERE id = ? AND password_hash = ? AND deleted_at IS NULL",
            next,
            id,
            present
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(replaced.rows_affected() == 1)
    }

    async fn set(&mut self, user: UserId, next: &PasswordHash) -> Result<bool, StorageError> {
        let (id, next) = (user.as_str(), next.as_str());
        let set = sqlx::query!(
            "UPDATE users SET password_hash = ? WHERE id = ? AND deleted_at IS NULL",
            next,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(set.rows_affected() == 1)
    }
}
