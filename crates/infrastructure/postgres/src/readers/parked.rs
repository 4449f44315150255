//! Parked events within a unit of work.

use thoughts_domain::ids::Cuid;
use thoughts_use_cases::readers::ParkedEvent;
use thoughts_use_cases::storage::StorageError;

use super::repository::big;
use super::rows::aggregate;
use crate::convert::{at, number};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    pub(super) async fn keep_parked(&mut self, event: &ParkedEvent) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO parked_events (reader, position, event_id, event_type, aggregate_type,
                 aggregate_id, error, tries, parked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (reader, position) DO UPDATE
                 SET error = excluded.error, tries = excluded.tries, parked_at = excluded.parked_at",
            event.reader,
            big(event.position),
            event.event_id.as_str(),
            event.event_type,
            event.aggregate_type,
            event.aggregate_id.as_str(),
            event.error,
            i32::try_from(event.tries).unwrap_or(i32::MAX),
            at(event.parked_at),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub(super) async fn with_parked(
        &mut self,
        name: &str,
        aggregates: &[Cuid],
    ) -> Result<Vec<Cuid>, StorageError> {
        let ids: Vec<String> = aggregates.iter().map(ToString::to_string).collect();
        let parked = sqlx::query_scalar!(
            "SELECT DISTINCT aggregate_id FROM parked_events
             WHERE reader = $1 AND aggregate_id = ANY ($2)",
            name,
            &ids,
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let parked = parked.iter().map(|id| Ok(aggregate(id)?));
        parked.collect()
    }

    pub(super) async fn first_of(
        &mut self,
        name: &str,
        aggregate: Cuid,
    ) -> Result<Option<u64>, StorageError> {
        let first = sqlx::query_scalar!(
            "SELECT position FROM parked_events WHERE reader = $1 AND aggregate_id = $2
             ORDER BY position LIMIT 1",
            name,
            aggregate.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let first = first.map(|position| number(position, "parked_events.position"));
        Ok(first.transpose()?)
    }
}
