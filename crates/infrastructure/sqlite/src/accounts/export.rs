//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedSession};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::newest_first;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedSession> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedSession>, StorageError> {
        let (user, (at, id)) = (user.as_str(), newest_first(after.as_ref()));
        let rows = sqlx::query!(
            r#"SELECT id AS "id!: String", user_agent, created_at, last_used_at, expires_at
            FROM sessions WHERE user_id = ? AND (created_at, id) < (?, ?)
            ORDER BY created_at DESC, id DESC LIMIT ?"#,
            user,
            at,
            id,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedSession {
                id: SessionId::from_storage(&row.id)?,
                user_agent: row.user_agent,
                created_at: Timestamp::from_micros(row.created_at),
                last_used_at: Timestamp::from_micros(row.last_used_at),
                expires_at: Timestamp::from_micros(row.expires_at),
            })
        });
        rows.collect()
    }
}
