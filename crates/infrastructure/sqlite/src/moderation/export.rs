//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{ModerationEntryId, ReportId, UserId};
use thoughts_domain::moderation::{Action, ReportReason, Subject};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedModeration, ExportedReport};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, newest_first};
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedModeration> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedModeration>, StorageError> {
        let (user, (at, id)) = (user.as_str(), newest_first(after.as_ref()));
        let rows = sqlx::query!(
            r#"SELECT id AS "id!: String", action, subject_type, subject_id, created_at
            FROM moderation_log
            WHERE (owner_id = ?1 OR (subject_id = ?1 AND subject_type = 'user'))
                AND action <> 'resolve_report' AND (created_at, id) < (?2, ?3)
            ORDER BY created_at DESC, id DESC LIMIT ?4"#,
            user,
            at,
            id,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedModeration {
                id: ModerationEntryId::from_storage(&row.id)?,
                action: Action::from_storage(&row.action)?,
                subject: Subject::from_storage(&row.subject_type, &row.subject_id)?,
                at: Timestamp::from_micros(row.created_at),
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedReport> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedReport>, StorageError> {
        let (user, (at, id)) = (user.as_str(), newest_first(after.as_ref()));
        let rows = sqlx::query!(
            r#"SELECT id AS "id!: String", subject_type, subject_id, reason, note, created_at,
                resolved_at
            FROM reports WHERE reporter_id = ? AND (created_at, id) < (?, ?)
            ORDER BY created_at DESC, id DESC LIMIT ?"#,
            user,
            at,
            id,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedReport {
                id: ReportId::from_storage(&row.id)?,
                subject: Subject::from_storage(&row.subject_type, &row.subject_id)?,
                reason: ReportReason::from_storage(&row.reason)?,
                note: row.note,
                created_at: Timestamp::from_micros(row.created_at),
                resolved_at: moment(row.resolved_at),
            })
        });
        rows.collect()
    }
}
