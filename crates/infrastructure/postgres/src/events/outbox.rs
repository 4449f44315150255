//! The outbox within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
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
        let erased = self.encoder.encode_erased(facts.aggregate_id);
        // Holds the actor, so that his erasure waits for this event and rewrites it too; who has
        // been erased meanwhile leaves no more than the id. No NOTIFY here: it would make all
        // commits queue behind one another.
        sqlx::query!(
            "WITH actor AS (SELECT deleted_at FROM users WHERE id = $7 FOR KEY SHARE)
             INSERT INTO outbox (id, type, aggregate_type, aggregate_id, aggregate_version,
                 audience, actor_id, schema_version, payload, occurred_at, trace_parent)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8,
                 CASE WHEN held.erased THEN $12 ELSE $9 END::text::jsonb, $10,
                 CASE WHEN held.erased THEN NULL ELSE $11 END
             FROM (SELECT count(deleted_at) > 0 AS erased FROM actor) held",
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
            erased,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn erase_waiting(
        &mut self,
        actor: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Option<u64>, StorageError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.erase_some_waiting(actor, after, i64::from(limit))
            .await
    }

    async fn erase_logged(
        &mut self,
        actor: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Option<u64>, StorageError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.erase_some_logged(actor, after, i64::from(limit)).await
    }
}
