//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{EventId, UserId};
use thoughts_use_cases::export::{ExportSection, ExportedEvent};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedEvent> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<ExportedEvent>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT position, id, type, aggregate_type, aggregate_id,
                   payload::text AS "payload!", occurred_at, trace_parent
               FROM events WHERE actor_id = $1 AND position > $2
               ORDER BY position LIMIT $3"#,
            user.as_str(),
            i64::try_from(after.unwrap_or_default()).unwrap_or(i64::MAX),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedEvent {
                position: number(row.position, "events.position")?,
                id: EventId::from_storage(&row.id)?,
                event_type: row.r#type,
                aggregate_type: row.aggregate_type,
                aggregate_id: row.aggregate_id,
                payload: row.payload,
                occurred_at: moment(row.occurred_at),
                trace_parent: row.trace_parent,
            })
        });
        rows.collect()
    }
}
