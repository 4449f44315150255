//! Events on their way into the log: here they get their positions at once, because there is one
//! writer and its commits are in order.

use async_trait::async_trait;
use thoughts_domain::ids::{Cuid, UserId};
use thoughts_use_cases::events::{NewEvent, Outbox};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

/// How many aggregates are rewritten by one statement when an actor is erased.
const ERASED_AT_ONCE: usize = 1_000;

#[async_trait]
impl Outbox for SqliteUnitOfWork {
    async fn append(&mut self, event: &NewEvent) -> Result<(), StorageError> {
        let facts = event.event.facts();
        let encoded = self.encoder.encode(&event.event);
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
        let trace = event.trace.0.as_deref();
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

    async fn erase_actor(&mut self, actor: UserId) -> Result<(), StorageError> {
        let actor = actor.as_str();
        let aggregates = sqlx::query_scalar!(
            r#"SELECT DISTINCT aggregate_id AS "id!" FROM events WHERE actor_id = ?"#,
            actor
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        for some in aggregates.chunks(ERASED_AT_ONCE) {
            let payloads = self.erased_payloads(some)?;
            sqlx::query!(
                "UPDATE events SET payload = erased.payload
                FROM (SELECT value ->> 0 AS id, value -> 1 AS payload FROM json_each(?2)) AS erased
                WHERE actor_id = ?1 AND aggregate_id = erased.id",
                actor,
                payloads
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        Ok(())
    }
}

impl SqliteUnitOfWork {
    /// A JSON array of `[id, payload]`; a payload is JSON already, an id needs no escaping.
    fn erased_payloads(&self, aggregates: &[String]) -> Result<String, StorageError> {
        let pairs = aggregates.iter().map(|stored| {
            let id = Cuid::parse(stored).map_err(|error| {
                thoughts_domain::Inconsistency::new("events.aggregate_id", error.to_string())
            })?;
            Ok(format!("[\"{id}\",{}]", self.encoder.encode_erased(id)))
        });
        let pairs = pairs.collect::<Result<Vec<_>, StorageError>>()?;
        Ok(format!("[{}]", pairs.join(",")))
    }
}
