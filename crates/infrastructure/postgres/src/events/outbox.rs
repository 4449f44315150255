//! The outbox within a unit of work.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{Cuid, UserId};
use thoughts_use_cases::events::{NewEvent, Outbox};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, version};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl Outbox for PostgresUnitOfWork {
    async fn append(&mut self, event: &NewEvent) -> Result<(), StorageError> {
        let facts = event.event.facts();
        let encoded = self.encoder.encode(&event.event);
        // Holds the actor, so that his erasure waits for this event and rewrites it too. No NOTIFY
        // here: it would make all commits queue behind one another.
        sqlx::query!(
            "WITH actor AS (SELECT FROM users WHERE id = $7 FOR KEY SHARE)
             INSERT INTO outbox (id, type, aggregate_type, aggregate_id, aggregate_version,
                 audience, actor_id, schema_version, payload, occurred_at, trace_parent)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, $10, $11
             FROM (SELECT count(*) FROM actor) held",
            event.id.as_str(),
            facts.event_type,
            facts.aggregate_type.as_str(),
            facts.aggregate_id.as_str(),
            version(facts.aggregate_version),
            facts.audience.as_str(),
            facts.actor.as_str(),
            i16::try_from(encoded.schema_version).unwrap_or(i16::MAX),
            encoded.payload,
            at(event.occurred_at),
            event.trace.0,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn erase_actor(&mut self, actor: UserId) -> Result<(), StorageError> {
        // A long life leaves more than one request's statement may take.
        sqlx::query!("SET LOCAL statement_timeout = '60s'")
            .execute(self.connection())
            .await
            .map_err(storage_error)?;
        // The sequencer waits for this lock, so that no event of his moves between the two
        // updates; the next statement sees what it had moved before.
        sqlx::query!(
            "SELECT seq FROM outbox WHERE actor_id = $1 ORDER BY seq FOR UPDATE",
            actor.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let ids = sqlx::query_scalar!(
            r#"SELECT aggregate_id AS "id!" FROM outbox WHERE actor_id = $1
               UNION SELECT aggregate_id FROM events WHERE actor_id = $1"#,
            actor.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let mut payloads = Vec::with_capacity(ids.len());
        for id in &ids {
            let id = Cuid::parse(id)
                .map_err(|e| Inconsistency::new("events.aggregate_id", e.to_string()))?;
            payloads.push(self.encoder.encode_erased(id));
        }
        sqlx::query!(
            "WITH erased AS (
                 SELECT id, payload::jsonb FROM unnest($2::text[], $3::text[]) AS e (id, payload)
             ), waiting AS (
                 UPDATE outbox o SET payload = e.payload FROM erased e
                 WHERE o.actor_id = $1 AND o.aggregate_id = e.id
             )
             UPDATE events v SET payload = e.payload FROM erased e
             WHERE v.actor_id = $1 AND v.aggregate_id = e.id",
            actor.as_str(),
            &ids,
            &payloads,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}
