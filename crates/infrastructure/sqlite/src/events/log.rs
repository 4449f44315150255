//! Reading the log.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{Cuid, EventId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::events::{EventLog, EventPosition, LoggedEvent};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{count, version};
use crate::errors::failure;
use crate::snapshot::position;
use crate::store::SqliteStorage;

#[async_trait]
impl EventLog for SqliteStorage {
    async fn sequence(&self, _limit: u32) -> Result<u32, StorageError> {
        // The writer has given every position itself.
        Ok(0)
    }

    async fn outbox_depth(&self) -> Result<u64, StorageError> {
        Ok(0)
    }

    async fn head(&self) -> Result<EventPosition, StorageError> {
        let row = sqlx::query!("SELECT epoch, position FROM event_head")
            .fetch_one(&self.readers)
            .await
            .map_err(failure)?;
        Ok(position(row.epoch, row.position)?)
    }

    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StorageError> {
        // Nothing follows a place that no event can have.
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = sqlx::query_as!(
            EventRow,
            r#"SELECT position AS "position!", id, type AS event_type, aggregate_type, aggregate_id,
                aggregate_version, audience, actor_id, schema_version, payload, occurred_at,
                trace_parent
            FROM events WHERE position > ? ORDER BY position LIMIT ?"#,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        rows.into_iter().map(|row| Ok(row.event()?)).collect()
    }

    async fn renew_epoch(&self, epoch: &str) -> Result<(), StorageError> {
        sqlx::query!("UPDATE event_head SET epoch = ?", epoch)
            .execute(&self.writer)
            .await
            .map_err(failure)?;
        Ok(())
    }
}

struct EventRow {
    position: i64,
    id: String,
    event_type: String,
    aggregate_type: String,
    aggregate_id: String,
    aggregate_version: i64,
    audience: String,
    actor_id: String,
    schema_version: i64,
    payload: String,
    occurred_at: i64,
    trace_parent: Option<String>,
}

impl EventRow {
    fn event(self) -> Result<LoggedEvent, Inconsistency> {
        Ok(LoggedEvent {
            position: count("events.position", self.position)?,
            id: EventId::from_storage(&self.id)?,
            event_type: self.event_type,
            aggregate_type: self.aggregate_type,
            aggregate_id: Cuid::parse(&self.aggregate_id)
                .map_err(|error| Inconsistency::new("events.aggregate_id", error.to_string()))?,
            aggregate_version: version("events.aggregate_version", self.aggregate_version)?,
            audience: self.audience,
            actor: UserId::from_storage(&self.actor_id)?,
            schema_version: u16::try_from(self.schema_version)
                .map_err(|_| Inconsistency::new("events.schema_version", "is no version"))?,
            payload: self.payload,
            occurred_at: Timestamp::from_micros(self.occurred_at),
            trace_parent: self.trace_parent,
        })
    }
}
