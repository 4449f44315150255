//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedAnswer};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedAnswer> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<ExportedAnswer>, StorageError> {
        let (user, after) = (user.as_str(), after.unwrap_or_default());
        let rows = sqlx::query!(
            r#"SELECT key AS "key!: String", status, created_at FROM idempotency_records
            WHERE user_id = ? AND key > ? ORDER BY key LIMIT ?"#,
            user,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedAnswer {
                key: row.key,
                status: u16::try_from(row.status).map_err(|_| {
                    Inconsistency::new("idempotency_records.status", "is no status")
                })?,
                created_at: Timestamp::from_micros(row.created_at),
            })
        });
        rows.collect()
    }
}
