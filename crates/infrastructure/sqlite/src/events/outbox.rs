//! Events on their way into the log: here they get their positions at once, because there is one
//! writer and its commits are in order.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{Cuid, UserId};
use thoughts_use_cases::events::{NewEvent, Outbox};
use thoughts_use_cases::storage::StorageError;

use crate::convert::count;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl Outbox for SqliteUnitOfWork {
    async fn append(&mut self, event: &NewEvent) -> Result<(), StorageError> {
        let facts = event.event.facts();
        let mut encoded = self.encoder.encode(&event.event);
        let mut trace = event.trace.0.as_deref();
        if self.is_erased(facts.actor).await? {
            encoded.payload = self.encoder.encode_erased(facts.aggregate_id);
            trace = None;
        }
        let position = sqlx::query_scalar!(
            r#"UPDATE event_head SET position = position + 1 RETURNING position AS "position!""#
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        let (id, event_type) = (event.id.as_str(), facts.event_type);
        let (aggregate_type, aggregate_id) =
            (facts.aggregate_type.as_str(), facts.aggregate_id.as_str());
        let (audience, actor) = (facts.audience.as_str(), facts.actor.as_str());
        let occurred_at = event.occurred_at.as_micros();
        sqlx::query!(
            "INSERT INTO events (position, id, type, aggregate_type, aggregate_id,
                aggregate_version, audience, actor_id, schema_version, payload, occurred_at,
                trace_parent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            position,
            id,
            event_type,
            aggregate_type,
            aggregate_id,
            facts.aggregate_version,
            audience,
            actor,
            encoded.schema_version,
            encoded.payload,
            occurred_at,
            trace
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn erase_waiting(
        &mut self,
        _actor: UserId,
        _after: u64,
        _limit: u32,
    ) -> Result<Option<u64>, StorageError> {
        // Nothing waits here.
        Ok(None)
    }

    async fn erase_logged(
        &mut self,
        actor: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Option<u64>, StorageError> {
        let actor = actor.as_str();
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = sqlx::query!(
            r#"SELECT position AS "position!: i64", type AS "event_type!: String",
                aggregate_id AS "aggregate_id!: String"
            FROM events WHERE actor_id = ? AND position > ? ORDER BY position LIMIT ?"#,
            actor,
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        for row in &rows {
            let payload = self.id_only(&row.event_type, &row.aggregate_id)?;
            sqlx::query!(
                "UPDATE events SET payload = coalesce(?, payload), trace_parent = NULL
                WHERE position = ?",
                payload,
                row.position
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        let last = rows.last();
        Ok(last
            .map(|row| count("events.position", row.position))
            .transpose()?)
    }
}

impl SqliteUnitOfWork {
    /// What is left of an event's payload; none where all of it is.
    fn id_only(
        &self,
        event_type: &str,
        aggregate_id: &str,
    ) -> Result<Option<String>, Inconsistency> {
        if event_type == DomainEvent::OF_ERASURE {
            return Ok(None);
        }
        let id = Cuid::parse(aggregate_id)
            .map_err(|error| Inconsistency::new("events.aggregate_id", error.to_string()))?;
        Ok(Some(self.encoder.encode_erased(id)))
    }

    /// Whether who did something has been erased meanwhile.
    async fn is_erased(&mut self, actor: UserId) -> Result<bool, StorageError> {
        let actor = actor.as_str();
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM users WHERE id = ? AND deleted_at IS NOT NULL)
                AS "erased!: bool""#,
            actor
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)
    }
}
