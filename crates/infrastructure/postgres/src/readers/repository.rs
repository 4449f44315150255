//! Subscriptions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::Cuid;
use thoughts_use_cases::readers::{ParkedEvent, Subscription, SubscriptionRepository};
use thoughts_use_cases::storage::StorageError;

use super::rows::SubscriptionRow;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// A place in the log, or a revision, as a parameter.
pub(super) fn big(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[async_trait]
impl SubscriptionRepository for PostgresUnitOfWork {
    async fn find(&mut self, name: &str) -> Result<Option<Subscription>, StorageError> {
        let row = sqlx::query_as!(
            SubscriptionRow,
            "SELECT name, epoch, position, state, detail, revision FROM subscriptions
             WHERE name = $1",
            name,
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(row.map(Subscription::try_from).transpose()?)
    }

    async fn create(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let made = sqlx::query!(
            "INSERT INTO subscriptions (name, epoch, position, state, detail, revision)
             VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT DO NOTHING",
            subscription.name,
            subscription.checkpoint.epoch,
            big(subscription.checkpoint.number),
            subscription.state.as_str(),
            subscription.state.detail(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(made.rows_affected() == 1)
    }

    async fn hold(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let held = sqlx::query!(
            "SELECT revision FROM subscriptions WHERE name = $1 AND revision = $2 FOR UPDATE",
            subscription.name,
            big(subscription.revision),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(held.is_some())
    }

    async fn save(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let saved = sqlx::query!(
            "UPDATE subscriptions SET epoch = $3, position = $4, state = $5, detail = $6,
                 revision = revision + 1
             WHERE name = $1 AND revision = $2",
            subscription.name,
            big(subscription.revision),
            subscription.checkpoint.epoch,
            big(subscription.checkpoint.number),
            subscription.state.as_str(),
            subscription.state.detail(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(saved.rows_affected() == 1)
    }

    async fn park(&mut self, event: &ParkedEvent) -> Result<(), StorageError> {
        self.keep_parked(event).await.map_err(storage_error)
    }

    async fn parked_among(
        &mut self,
        name: &str,
        aggregates: &[Cuid],
    ) -> Result<Vec<Cuid>, StorageError> {
        self.with_parked(name, aggregates).await
    }

    async fn first_parked(
        &mut self,
        name: &str,
        aggregate: Cuid,
    ) -> Result<Option<u64>, StorageError> {
        self.first_of(name, aggregate).await
    }

    async fn unpark(&mut self, name: &str, position: u64) -> Result<bool, StorageError> {
        let gone = sqlx::query!(
            "DELETE FROM parked_events WHERE reader = $1 AND position = $2",
            name,
            big(position),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(gone.rows_affected() == 1)
    }

    async fn unpark_all(&mut self, name: &str) -> Result<(), StorageError> {
        sqlx::query!("DELETE FROM parked_events WHERE reader = $1", name)
            .execute(self.connection())
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}
