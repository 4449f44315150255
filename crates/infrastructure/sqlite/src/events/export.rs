//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{EventId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedEvent};
use thoughts_use_cases::storage::StorageError;

use crate::convert::count;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedEvent> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<ExportedEvent>, StorageError> {
        let user = user.as_str();
        let after = i64::try_from(after.unwrap_or_default()).unwrap_or(i64::MAX);
        let rows = sqlx::query!(
            r#"SELECT position AS "position!: i64", id AS "id!: String",
                type AS "event_type!: String", aggregate_type, aggregate_id, payload, occurred_at,
                trace_parent
            FROM events WHERE actor_id = ? AND position > ? ORDER BY position LIMIT ?"#,
            user,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedEvent {
                position: count("events.position", row.position)?,
                id: EventId::from_storage(&row.id)?,
                event_type: row.event_type,
                aggregate_type: row.aggregate_type,
                aggregate_id: row.aggregate_id,
                payload: row.payload,
                occurred_at: Timestamp::from_micros(row.occurred_at),
                trace_parent: row.trace_parent,
            })
        });
        rows.collect()
    }
}
