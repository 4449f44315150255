//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::{ExportSection, ExportedAnswer};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedAnswer> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<ExportedAnswer>, StorageError> {
        let rows = sqlx::query!(
            "SELECT key, status, created_at FROM idempotency_records
             WHERE user_id = $1 AND key > $2 ORDER BY key LIMIT $3",
            user.as_str(),
            after.unwrap_or_default(),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedAnswer {
                key: row.key,
                status: number(row.status, "idempotency_records.status")?,
                created_at: moment(row.created_at),
            })
        });
        rows.collect()
    }
}
