//! Handles that are kept for a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedHandle};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedHandle> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<ExportedHandle>, StorageError> {
        let (user, after) = (user.as_str(), after.unwrap_or_default());
        let rows = sqlx::query!(
            r#"SELECT handle AS "handle!: String", reserved_until FROM former_handles
            WHERE user_id = ? AND handle > ? ORDER BY handle LIMIT ?"#,
            user,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| ExportedHandle {
            handle: row.handle,
            reserved_until: Timestamp::from_micros(row.reserved_until),
        });
        Ok(rows.collect())
    }
}
