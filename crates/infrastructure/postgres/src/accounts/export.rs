//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_use_cases::export::{ExportSection, ExportedSession};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::paging::newest_first;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedSession> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedSession>, StorageError> {
        let (at, id) = newest_first(after);
        let rows = sqlx::query!(
            "SELECT id, user_agent, created_at, last_used_at, expires_at FROM sessions
             WHERE user_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4",
            user.as_str(),
            at,
            id,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedSession {
                id: SessionId::from_storage(&row.id)?,
                user_agent: row.user_agent,
                created_at: moment(row.created_at),
                last_used_at: moment(row.last_used_at),
                expires_at: moment(row.expires_at),
            })
        });
        rows.collect()
    }
}
