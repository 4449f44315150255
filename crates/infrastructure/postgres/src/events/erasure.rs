//! Taking what is personal out of events.

use thoughts_domain::Inconsistency;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{Cuid, UserId};
use thoughts_use_cases::storage::StorageError;

use crate::convert::number;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    pub(super) async fn erase_some_waiting(
        &mut self,
        actor: UserId,
        after: i64,
        limit: i64,
    ) -> Result<Option<u64>, StorageError> {
        let rows = sqlx::query!(
            "SELECT seq, type, aggregate_id FROM outbox WHERE actor_id = $1 AND seq > $2
             ORDER BY seq LIMIT $3",
            actor.as_str(),
            after,
            limit,
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let mut payloads = Vec::with_capacity(rows.len());
        for row in &rows {
            payloads.push(self.id_only(&row.r#type, &row.aggregate_id)?);
        }
        let places: Vec<i64> = rows.into_iter().map(|row| row.seq).collect();
        // Waits for the sequencer where it has taken some of them; those are in the log then.
        sqlx::query!(
            "UPDATE outbox o SET payload = coalesce(e.payload::jsonb, o.payload),
                 trace_parent = NULL
             FROM unnest($1::bigint[], $2::text[]) AS e (seq, payload) WHERE o.seq = e.seq",
            &places,
            &payloads as &[Option<String>],
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        let last = places.last().map(|place| number(*place, "outbox.seq"));
        Ok(last.transpose()?)
    }

    pub(super) async fn erase_some_logged(
        &mut self,
        actor: UserId,
        after: i64,
        limit: i64,
    ) -> Result<Option<u64>, StorageError> {
        let rows = sqlx::query!(
            "SELECT position, occurred_at, type, aggregate_id FROM events
             WHERE actor_id = $1 AND position > $2 ORDER BY position LIMIT $3",
            actor.as_str(),
            after,
            limit,
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let mut payloads = Vec::with_capacity(rows.len());
        for row in &rows {
            payloads.push(self.id_only(&row.r#type, &row.aggregate_id)?);
        }
        let (places, days): (Vec<i64>, Vec<_>) = rows
            .into_iter()
            .map(|row| (row.position, row.occurred_at))
            .unzip();
        // The time leads to the one partition that holds the place.
        sqlx::query!(
            "UPDATE events v SET payload = coalesce(e.payload::jsonb, v.payload),
                 trace_parent = NULL
             FROM unnest($1::bigint[], $2::timestamptz[], $3::text[])
                 AS e (position, occurred_at, payload)
             WHERE v.position = e.position AND v.occurred_at = e.occurred_at",
            &places,
            &days,
            &payloads as &[Option<String>],
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        let last = places.last();
        Ok(last
            .map(|place| number(*place, "events.position"))
            .transpose()?)
    }

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
            .map_err(|e| Inconsistency::new("events.aggregate_id", e.to_string()))?;
        Ok(Some(self.encoder.encode_erased(id)))
    }
}
