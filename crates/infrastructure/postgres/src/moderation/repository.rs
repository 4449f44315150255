//! Adding to the log.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::moderation::{Entry, Reason};
use thoughts_use_cases::moderation::ModerationLog;
use thoughts_use_cases::storage::StorageError;

use crate::convert::at;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl ModerationLog for PostgresUnitOfWork {
    async fn append(&mut self, entry: &Entry, owner: UserId) -> Result<(), StorageError> {
        let subject = entry.subject.id();
        sqlx::query!(
            "INSERT INTO moderation_log
                 (id, created_at, moderator_id, action, subject_type, subject_id, owner_id, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            entry.id.as_str(),
            at(entry.at),
            entry.moderator.as_ref().map(UserId::as_str),
            entry.action.as_str(),
            entry.subject.kind(),
            subject.as_str(),
            owner.as_str(),
            entry.reason.as_ref().map(Reason::as_str),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn forget_reasons(&mut self, user: UserId) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE moderation_log SET reason = NULL
             WHERE (owner_id = $1 OR (subject_id = $1 AND subject_type = 'user'))
                 AND reason IS NOT NULL",
            user.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}
