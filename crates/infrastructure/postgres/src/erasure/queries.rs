//! Reads of jobs.

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::erasure::{ErasureBacklog, ErasureQueries};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ErasureQueries for PostgresStorage {
    async fn backlog(&self, now: Timestamp) -> Result<ErasureBacklog, StorageError> {
        let row = sqlx::query!(
            r#"SELECT count(*) AS "pending!", count(*) FILTER (WHERE due_at <= $1) AS "due!",
                   count(*) FILTER (WHERE attempts > 0) AS "failing!",
                   min(requested_at) AS oldest
               FROM erasures"#,
            at(now),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)?;
        Ok(ErasureBacklog {
            pending: number(row.pending, "erasures")?,
            due: number(row.due, "erasures")?,
            failing: number(row.failing, "erasures")?,
            oldest: row.oldest.map(moment),
        })
    }
}
