//! Filing and settling reports.

use async_trait::async_trait;
use thoughts_domain::ids::{ReportId, UserId};
use thoughts_domain::moderation::{Report, ReportNote, Resolution, Subject};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::moderation::{ReportRepository, Settlement};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl ReportRepository for SqliteUnitOfWork {
    async fn owner_of(
        &mut self,
        subject: Subject,
        _reporter: UserId,
    ) -> Result<Option<UserId>, StorageError> {
        let id = subject.id();
        let id = id.as_str();
        let connection = self.connection();
        let owner =
            match subject {
                Subject::User(_) => sqlx::query_scalar!(
                    r#"SELECT id AS "id!: String" FROM users WHERE id = ? AND deleted_at IS NULL"#,
                    id
                )
                .fetch_optional(connection)
                .await,
                Subject::Post(_) => {
                    sqlx::query_scalar!(
                        "SELECT author_id FROM posts WHERE id = ? AND hidden_at IS NULL",
                        id
                    )
                    .fetch_optional(connection)
                    .await
                }
                Subject::Comment(_) => {
                    sqlx::query_scalar!(
                        r#"SELECT author_id AS "author_id!: String" FROM comments
                    WHERE id = ? AND deleted_at IS NULL AND hidden_at IS NULL"#,
                        id
                    )
                    .fetch_optional(connection)
                    .await
                }
            };
        let owner = owner.map_err(failure)?;
        Ok(owner.as_deref().map(UserId::from_storage).transpose()?)
    }

    async fn file(&mut self, report: &Report) -> Result<Report, StorageError> {
        let subject = report.subject.id();
        let (id, reporter) = (report.id.as_str(), report.reporter.as_str());
        let (kind, subject) = (report.subject.kind(), subject.as_str());
        let (owner, reason) = (report.owner.as_str(), report.reason.as_str());
        let note = report.note.as_ref().map(ReportNote::as_str);
        let created_at = report.created_at.as_micros();
        let kept = sqlx::query!(
            r#"INSERT INTO reports (id, reporter_id, subject_type, subject_id, owner_id, reason,
                note, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (reporter_id, subject_id) WHERE resolved_at IS NULL
            DO UPDATE SET reason = excluded.reason, note = excluded.note
            RETURNING id AS "id!: String", created_at AS "created_at!: i64""#,
            id,
            reporter,
            kind,
            subject,
            owner,
            reason,
            note,
            created_at
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        Ok(Report {
            id: ReportId::from_storage(&kept.id)?,
            created_at: Timestamp::from_micros(kept.created_at),
            ..report.clone()
        })
    }

    async fn resolve(
        &mut self,
        id: ReportId,
        resolution: Resolution,
    ) -> Result<Settlement, StorageError> {
        let id = id.as_str();
        let (at, by) = (resolution.at.as_micros(), resolution.by.as_str());
        let settled = sqlx::query!(
            r#"UPDATE reports SET resolved_at = ?, resolved_by = ?
            WHERE id = ? AND resolved_at IS NULL
            RETURNING subject_type AS "subject_type!: String", subject_id AS "subject_id!: String",
                owner_id AS "owner_id!: String""#,
            at,
            by,
            id
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        if let Some(row) = settled {
            return Ok(Settlement::Now {
                subject: Subject::from_storage(&row.subject_type, &row.subject_id)?,
                owner: UserId::from_storage(&row.owner_id)?,
            });
        }
        let there = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM reports WHERE id = ?) AS "there!: bool""#,
            id
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        Ok(if there {
            Settlement::Before
        } else {
            Settlement::Unknown
        })
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        let user = user.as_str();
        let his = sqlx::query!(
            "UPDATE reports SET reporter_id = NULL, note = NULL
            WHERE id IN (SELECT id FROM reports WHERE reporter_id = ? LIMIT ?)",
            user,
            limit
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        let his = u32::try_from(his.rows_affected()).unwrap_or(limit);
        let left = limit.saturating_sub(his);
        let about_him = sqlx::query!(
            "UPDATE reports SET note = NULL WHERE id IN (
                SELECT id FROM reports WHERE owner_id = ? AND note IS NOT NULL LIMIT ?)",
            user,
            left
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(his + u32::try_from(about_him.rows_affected()).unwrap_or(left))
    }
}
