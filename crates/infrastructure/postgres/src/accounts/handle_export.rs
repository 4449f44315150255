//! Handles that are kept for a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::{ExportSection, ExportedHandle};
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedHandle> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<ExportedHandle>, StorageError> {
        let rows = sqlx::query!(
            "SELECT handle, reserved_until FROM former_handles
             WHERE user_id = $1 AND handle > $2 ORDER BY handle LIMIT $3",
            user.as_str(),
            after.unwrap_or_default(),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| ExportedHandle {
            handle: row.handle,
            reserved_until: moment(row.reserved_until),
        });
        Ok(rows.collect())
    }
}
