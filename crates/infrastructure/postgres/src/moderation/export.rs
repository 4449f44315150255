//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{ModerationEntryId, ReportId, UserId};
use thoughts_domain::moderation::{Action, ReportReason, Subject};
use thoughts_use_cases::export::{ExportSection, ExportedModeration, ExportedReport};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::paging::newest_first;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedModeration> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedModeration>, StorageError> {
        let (at, id) = newest_first(after);
        let rows = sqlx::query!(
            "SELECT id, action, subject_type, subject_id, created_at FROM moderation_log
             WHERE (owner_id = $1 OR (subject_id = $1 AND subject_type = 'user'))
                 AND action <> 'resolve_report' AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4",
            user.as_str(),
            at,
            id,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedModeration {
                id: ModerationEntryId::from_storage(&row.id)?,
                action: Action::from_storage(&row.action)?,
                subject: Subject::from_storage(&row.subject_type, &row.subject_id)?,
                at: moment(row.created_at),
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedReport> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedReport>, StorageError> {
        let (at, id) = newest_first(after);
        let rows = sqlx::query!(
            "SELECT id, subject_type, subject_id, reason, note, created_at, resolved_at
             FROM reports WHERE reporter_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4",
            user.as_str(),
            at,
            id,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedReport {
                id: ReportId::from_storage(&row.id)?,
                subject: Subject::from_storage(&row.subject_type, &row.subject_id)?,
                reason: ReportReason::from_storage(&row.reason)?,
                note: row.note,
                created_at: moment(row.created_at),
                resolved_at: row.resolved_at.map(moment),
            })
        });
        rows.collect()
    }
}
