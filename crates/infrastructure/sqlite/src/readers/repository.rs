//! Subscriptions within a unit of work, which holds the file's write lock: nobody comes between a
//! look and the write after it.

use async_trait::async_trait;
use thoughts_domain::ids::Cuid;
use thoughts_use_cases::readers::{ParkedEvent, Subscription, SubscriptionRepository};
use thoughts_use_cases::storage::StorageError;

use super::rows::{SubscriptionRow, aggregate};
use crate::convert::{count, json_names};
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

/// A place in the log, or a revision, as a parameter.
pub(super) fn big(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[async_trait]
impl SubscriptionRepository for SqliteUnitOfWork {
    async fn find(&mut self, name: &str) -> Result<Option<Subscription>, StorageError> {
        let row = sqlx::query_as!(
            SubscriptionRow,
            "SELECT name, epoch, position, state, detail, revision
            FROM subscriptions WHERE name = ?",
            name
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        Ok(row.map(Subscription::try_from).transpose()?)
    }

    async fn create(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let (state, detail) = (subscription.state.as_str(), subscription.state.detail());
        let position = big(subscription.checkpoint.number);
        let made = sqlx::query!(
            "INSERT INTO subscriptions (name, epoch, position, state, detail, revision)
            VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
            subscription.name,
            subscription.checkpoint.epoch,
            position,
            state,
            detail
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(made.rows_affected() == 1)
    }

    async fn hold(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let found = self.find(&subscription.name).await?;
        Ok(found.is_some_and(|found| found.revision == subscription.revision))
    }

    async fn save(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let (state, detail) = (subscription.state.as_str(), subscription.state.detail());
        let position = big(subscription.checkpoint.number);
        let revision = big(subscription.revision);
        let saved = sqlx::query!(
            "UPDATE subscriptions SET epoch = ?, position = ?, state = ?, detail = ?,
                revision = revision + 1
            WHERE name = ? AND revision = ?",
            subscription.checkpoint.epoch,
            position,
            state,
            detail,
            subscription.name,
            revision
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(saved.rows_affected() == 1)
    }

    async fn park(&mut self, event: &ParkedEvent) -> Result<(), StorageError> {
        let (position, parked_at) = (big(event.position), event.parked_at.as_micros());
        let (event_id, aggregate_id) = (event.event_id.as_str(), event.aggregate_id.as_str());
        sqlx::query!(
            "INSERT INTO parked_events (reader, position, event_id, event_type, aggregate_type,
                aggregate_id, error, tries, parked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (reader, position) DO UPDATE
                SET error = excluded.error, tries = excluded.tries, parked_at = excluded.parked_at",
            event.reader,
            position,
            event_id,
            event.event_type,
            event.aggregate_type,
            aggregate_id,
            event.error,
            event.tries,
            parked_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn parked_among(
        &mut self,
        name: &str,
        aggregates: &[Cuid],
    ) -> Result<Vec<Cuid>, StorageError> {
        let ids = json_names(aggregates.iter().map(Cuid::as_str));
        let parked = sqlx::query_scalar!(
            "SELECT DISTINCT aggregate_id FROM parked_events
            WHERE reader = ? AND aggregate_id IN (SELECT value FROM json_each(?))",
            name,
            ids
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let parked = parked.iter().map(|id| Ok(aggregate(id)?));
        parked.collect()
    }

    async fn first_parked(
        &mut self,
        name: &str,
        aggregate: Cuid,
    ) -> Result<Option<u64>, StorageError> {
        let id = aggregate.as_str();
        let first = sqlx::query_scalar!(
            "SELECT position FROM parked_events WHERE reader = ? AND aggregate_id = ?
            ORDER BY position LIMIT 1",
            name,
            id
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let first = first.map(|position| count("parked_events.position", position));
        Ok(first.transpose()?)
    }

    async fn unpark(&mut self, name: &str, position: u64) -> Result<bool, StorageError> {
        let position = big(position);
        let gone = sqlx::query!(
            "DELETE FROM parked_events WHERE reader = ? AND position = ?",
            name,
            position
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(gone.rows_affected() == 1)
    }

    async fn unpark_all(&mut self, name: &str) -> Result<(), StorageError> {
        sqlx::query!("DELETE FROM parked_events WHERE reader = ?", name)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }
}
