//! What is left to do after accounts have gone. The writer holds the whole file: to read a job is
//! to lock it.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::erasure::{
    ErasureBacklog, ErasureJob, ErasureQueries, ErasureRepository, ErasureStep,
};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{count, moment};
use crate::errors::failure;
use crate::store::SqliteStorage;
use crate::unit_of_work::SqliteUnitOfWork;

struct JobRow {
    user_id: String,
    content: String,
    step: String,
    progress: i64,
    requested_at: i64,
    attempts: i64,
    due_at: i64,
}

impl TryFrom<JobRow> for ErasureJob {
    type Error = Inconsistency;

    fn try_from(row: JobRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            user_id: UserId::from_storage(&row.user_id)?,
            content: ContentRemoval::from_storage(&row.content)?,
            step: ErasureStep::from_storage(&row.step)?,
            progress: count("erasures.progress", row.progress)?,
            requested_at: Timestamp::from_micros(row.requested_at),
            attempts: u32::try_from(row.attempts)
                .map_err(|_| Inconsistency::new("erasures.attempts", "is out of range"))?,
            due_at: Timestamp::from_micros(row.due_at),
        })
    }
}

#[async_trait]
impl ErasureRepository for SqliteUnitOfWork {
    async fn request(&mut self, job: &ErasureJob) -> Result<(), StorageError> {
        let (user, content, step) = (
            job.user_id.as_str(),
            job.content.as_str(),
            job.step.as_str(),
        );
        let progress = i64::try_from(job.progress).unwrap_or(i64::MAX);
        let requested_at = job.requested_at.as_micros();
        let due_at = job.due_at.as_micros();
        sqlx::query!(
            "INSERT INTO erasures
                (user_id, content, step, progress, requested_at, attempts, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)",
            user,
            content,
            step,
            progress,
            requested_at,
            job.attempts,
            due_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn claim(
        &mut self,
        of: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<ErasureJob>, StorageError> {
        let row = if let Some(user) = of {
            let user = user.as_str();
            sqlx::query_as!(
                JobRow,
                "SELECT user_id, content, step, progress, requested_at, attempts, due_at
                FROM erasures WHERE user_id = ?",
                user
            )
            .fetch_optional(self.connection())
            .await
        } else {
            let now = now.as_micros();
            sqlx::query_as!(
                JobRow,
                "SELECT user_id, content, step, progress, requested_at, attempts, due_at
                FROM erasures WHERE due_at <= ? ORDER BY due_at, user_id LIMIT 1",
                now
            )
            .fetch_optional(self.connection())
            .await
        }
        .map_err(failure)?;
        Ok(row.map(ErasureJob::try_from).transpose()?)
    }

    async fn update(&mut self, job: &ErasureJob) -> Result<(), StorageError> {
        let (user, step) = (job.user_id.as_str(), job.step.as_str());
        let progress = i64::try_from(job.progress).unwrap_or(i64::MAX);
        let due_at = job.due_at.as_micros();
        sqlx::query!(
            "UPDATE erasures SET step = ?, progress = ?, attempts = ?, due_at = ?
            WHERE user_id = ?",
            step,
            progress,
            job.attempts,
            due_at,
            user
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn finish(&mut self, user: UserId) -> Result<(), StorageError> {
        let user = user.as_str();
        sqlx::query!("DELETE FROM erasures WHERE user_id = ?", user)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }
}

#[async_trait]
impl ErasureQueries for SqliteStorage {
    async fn backlog(&self, now: Timestamp) -> Result<ErasureBacklog, StorageError> {
        let now = now.as_micros();
        let row = sqlx::query!(
            r#"SELECT count(*) AS "pending!: i64",
                count(*) FILTER (WHERE due_at <= ?) AS "due!: i64",
                count(*) FILTER (WHERE attempts > 0) AS "failing!: i64",
                min(requested_at) AS "oldest?: i64"
            FROM erasures"#,
            now
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(ErasureBacklog {
            pending: count("erasures", row.pending)?,
            due: count("erasures", row.due)?,
            failing: count("erasures", row.failing)?,
            oldest: moment(row.oldest),
        })
    }
}
