//! Filing and settling reports.

use async_trait::async_trait;
use thoughts_domain::ids::{ReportId, UserId};
use thoughts_domain::moderation::{Report, ReportNote, Resolution, Subject};
use thoughts_use_cases::moderation::{ReportRepository, Settlement};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl ReportRepository for PostgresUnitOfWork {
    async fn owner_of(
        &mut self,
        subject: Subject,
        _reporter: UserId,
    ) -> Result<Option<UserId>, StorageError> {
        let id = subject.id();
        let id = id.as_str();
        let connection = self.connection();
        let owner = match subject {
            Subject::User(_) => {
                sqlx::query_scalar!(
                    "SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL",
                    id
                )
                .fetch_optional(connection)
                .await
            }
            Subject::Post(_) => {
                sqlx::query_scalar!(
                    "SELECT author_id FROM posts WHERE id = $1 AND hidden_at IS NULL",
                    id
                )
                .fetch_optional(connection)
                .await
            }
            Subject::Comment(_) => {
                sqlx::query_scalar!(
                    r#"SELECT author_id AS "author_id!" FROM comments
                       WHERE id = $1 AND deleted_at IS NULL AND hidden_at IS NULL"#,
                    id
                )
                .fetch_optional(connection)
                .await
            }
        };
        let owner = owner.map_err(storage_error)?;
        Ok(owner.as_deref().map(UserId::from_storage).transpose()?)
    }

    async fn file(&mut self, report: &Report) -> Result<Report, StorageError> {
        let subject = report.subject.id();
        let kept = sqlx::query!(
            "INSERT INTO reports (id, reporter_id, subject_type, subject_id, owner_id, reason, note,
                 created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (reporter_id, subject_id) WHERE resolved_at IS NULL
             DO UPDATE SET reason = excluded.reason, note = excluded.note
             RETURNING id, created_at",
            report.id.as_str(),
            report.reporter.as_str(),
            report.subject.kind(),
            subject.as_str(),
            report.owner.as_str(),
            report.reason.as_str(),
            report.note.as_ref().map(ReportNote::as_str),
            at(report.created_at),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(Report {
            id: ReportId::from_storage(&kept.id)?,
            created_at: moment(kept.created_at),
            ..report.clone()
        })
    }

    async fn resolve(
        &mut self,
        id: ReportId,
        resolution: Resolution,
    ) -> Result<Settlement, StorageError> {
        let settled = sqlx::query!(
            "UPDATE reports SET resolved_at = $2, resolved_by = $3
             WHERE id = $1 AND resolved_at IS NULL
             RETURNING subject_type, subject_id, owner_id",
            id.as_str(),
            at(resolution.at),
            resolution.by.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        if let Some(row) = settled {
            return Ok(Settlement::Now {
                subject: Subject::from_storage(&row.subject_type, &row.subject_id)?,
                owner: UserId::from_storage(&row.owner_id)?,
            });
        }
        let there = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM reports WHERE id = $1) AS "there!""#,
            id.as_str(),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(if there {
            Settlement::Before
        } else {
            Settlement::Unknown
        })
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        let his = sqlx::query!(
            "UPDATE reports SET reporter_id = NULL, note = NULL
             WHERE id = ANY (ARRAY(SELECT id FROM reports WHERE reporter_id = $1 LIMIT $2))",
            user.as_str(),
            i64::from(limit),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        let his = u32::try_from(his.rows_affected()).unwrap_or(limit);
        let left = limit.saturating_sub(his);
        let about_him = sqlx::query!(
            "UPDATE reports SET note = NULL WHERE id = ANY (ARRAY(
                 SELECT id FROM reports WHERE owner_id = $1 AND note IS NOT NULL LIMIT $2))",
            user.as_str(),
            i64::from(left),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(his + u32::try_from(about_him.rows_affected()).unwrap_or(left))
    }
}
