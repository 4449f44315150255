//! Jobs within a unit of work.

use async_trait::async_trait;
use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::erasure::{ErasureJob, ErasureRepository, ErasureStep};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment, number};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

struct JobRow {
    user_id: String,
    content: String,
    step: String,
    progress: i64,
    requested_at: DateTime<Utc>,
    attempts: i32,
    due_at: DateTime<Utc>,
}

impl TryFrom<JobRow> for ErasureJob {
    type Error = Inconsistency;

    fn try_from(row: JobRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            user_id: UserId::from_storage(&row.user_id)?,
            content: ContentRemoval::from_storage(&row.content)?,
            step: ErasureStep::from_storage(&row.step)?,
            progress: number(row.progress, "erasures.progress")?,
            requested_at: moment(row.requested_at),
            attempts: number(row.attempts, "erasures.attempts")?,
            due_at: moment(row.due_at),
        })
    }
}

#[async_trait]
impl ErasureRepository for PostgresUnitOfWork {
    async fn request(&mut self, job: &ErasureJob) -> Result<(), StorageError> {
        sqlx::query!(
            "INSERT INTO erasures (user_id, content, step, progress, requested_at, attempts, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            job.user_id.as_str(),
            job.content.as_str(),
            job.step.as_str(),
            i64::try_from(job.progress).unwrap_or(i64::MAX),
            at(job.requested_at),
            i32::try_from(job.attempts).unwrap_or(i32::MAX),
            at(job.due_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn claim(
        &mut self,
        of: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<ErasureJob>, StorageError> {
        let row = if let Some(user) = of {
            sqlx::query_as!(
                JobRow,
                "SELECT user_id, content, step, progress, requested_at, attempts, due_at
                 FROM erasures WHERE user_id = $1 FOR UPDATE",
                user.as_str(),
            )
            .fetch_optional(self.connection())
            .await
        } else {
            sqlx::query_as!(
                JobRow,
                "SELECT user_id, content, step, progress, requested_at, attempts, due_at
                 FROM erasures WHERE due_at <= $1
                 ORDER BY due_at, user_id LIMIT 1 FOR UPDATE SKIP LOCKED",
                at(now),
            )
            .fetch_optional(self.connection())
            .await
        }
        .map_err(storage_error)?;
        Ok(row.map(ErasureJob::try_from).transpose()?)
    }

    async fn update(&mut self, job: &ErasureJob) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE erasures SET step = $2, progress = $3, attempts = $4, due_at = $5
             WHERE user_id = $1",
            job.user_id.as_str(),
            job.step.as_str(),
            i64::try_from(job.progress).unwrap_or(i64::MAX),
            i32::try_from(job.attempts).unwrap_or(i32::MAX),
            at(job.due_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn finish(&mut self, user: UserId) -> Result<(), StorageError> {
        sqlx::query!("DELETE FROM erasures WHERE user_id = $1", user.as_str())
            .execute(self.connection())
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}
