//! The log.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{Cuid, EventId, UserId};
use thoughts_use_cases::events::{EventLog, EventPosition, LoggedEvent};
use thoughts_use_cases::storage::StorageError;

use super::sequencer;
use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl EventLog for PostgresStorage {
    async fn sequence(&self, limit: u32) -> Result<u32, StorageError> {
        sequencer::sequence(&self.pool, limit)
            .await
            .map_err(storage_error)
    }

    async fn outbox_depth(&self) -> Result<u64, StorageError> {
        let depth = sqlx::query_scalar!(r#"SELECT count(*) AS "depth!" FROM outbox"#)
            .fetch_one(&self.pool)
            .await
            .map_err(storage_error)?;
        Ok(number(depth, "outbox")?)
    }

    async fn head(&self) -> Result<EventPosition, StorageError> {
        let head = sqlx::query!("SELECT position, epoch FROM event_head")
            .fetch_one(&self.pool)
            .await
            .map_err(storage_error)?;
        Ok(EventPosition {
            epoch: head.epoch,
            number: number(head.position, "event_head.position")?,
        })
    }

    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT position, id, type, aggregate_type, aggregate_id, aggregate_version, audience,
                   actor_id, schema_version, payload::text AS "payload!", occurred_at, trace_parent
               FROM events WHERE position > $1 ORDER BY position LIMIT $2"#,
            i64::try_from(after).unwrap_or(i64::MAX),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let events = rows.into_iter().map(|row| {
            Ok(LoggedEvent {
                position: number(row.position, "events.position")?,
                id: EventId::from_storage(&row.id)?,
                event_type: row.r#type,
                aggregate_type: row.aggregate_type,
                aggregate_id: Cuid::parse(&row.aggregate_id)
                    .map_err(|e| Inconsistency::new("events.aggregate_id", e.to_string()))?,
                aggregate_version: number(row.aggregate_version, "events.aggregate_version")?,
                audience: row.audience,
                actor: UserId::from_storage(&row.actor_id)?,
                schema_version: number(row.schema_version, "events.schema_version")?,
                payload: row.payload,
                occurred_at: moment(row.occurred_at),
                trace_parent: row.trace_parent,
            })
        });
        events.collect()
    }

    async fn renew_epoch(&self, epoch: &str) -> Result<(), StorageError> {
        sqlx::query!("UPDATE event_head SET epoch = $1", epoch)
            .execute(&self.pool)
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}
