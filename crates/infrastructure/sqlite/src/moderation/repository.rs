//! Adding to the log.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::moderation::{Entry, Reason};
use thoughts_use_cases::moderation::ModerationLog;
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl ModerationLog for SqliteUnitOfWork {
    async fn append(&mut self, entry: &Entry, owner: UserId) -> Result<(), StorageError> {
        let (id, at) = (entry.id.as_str(), entry.at.as_micros());
        let moderator = entry.moderator.as_ref().map(UserId::as_str);
        let (action, kind) = (entry.action.as_str(), entry.subject.kind());
        let subject = entry.subject.id();
        let (subject, owner) = (subject.as_str(), owner.as_str());
        let reason = entry.reason.as_ref().map(Reason::as_str);
        sqlx::query!(
            "INSERT INTO moderation_log
                (id, created_at, moderator_id, action, subject_type, subject_id, owner_id, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            at,
            moderator,
            action,
            kind,
            subject,
            owner,
            reason
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn forget_reasons(&mut self, user: UserId) -> Result<(), StorageError> {
        let user = user.as_str();
        sqlx::query!(
            "UPDATE moderation_log SET reason = NULL
            WHERE (owner_id = ?1 OR (subject_id = ?1 AND subject_type = 'user'))
                AND reason IS NOT NULL",
            user
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }
}
