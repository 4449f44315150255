//! Reads of subscriptions.

use async_trait::async_trait;
use thoughts_use_cases::readers::{ParkedEvent, SubscriptionQueries, SubscriptionStatus};
use thoughts_use_cases::storage::StorageError;

use super::repository::big;
use super::rows::{ParkedRow, SubscriptionRow};
use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl SubscriptionQueries for PostgresStorage {
    async fn subscriptions(&self) -> Result<Vec<SubscriptionStatus>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT s.name, s.epoch, s.position, s.state, s.detail, s.revision,
                   greatest(h.position - s.position, 0) AS "behind!",
                   (SELECT e.occurred_at FROM events e WHERE e.position = s.position + 1)
                       AS oldest_ahead,
                   (SELECT count(*) FROM parked_events p WHERE p.reader = s.name) AS "parked!"
               FROM subscriptions s CROSS JOIN event_head h ORDER BY s.name"#,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let statuses = rows.into_iter().map(|row| {
            let subscription = SubscriptionRow {
                name: row.name,
                epoch: row.epoch,
                position: row.position,
                state: row.state,
                detail: row.detail,
                revision: row.revision,
            };
            Ok(SubscriptionStatus {
                subscription: subscription.try_into()?,
                behind: number(row.behind, "subscriptions.position")?,
                oldest_ahead: row.oldest_ahead.map(moment),
                parked: number(row.parked, "parked_events")?,
            })
        });
        statuses.collect()
    }

    async fn parked(
        &self,
        after: Option<(String, u64)>,
        limit: u32,
    ) -> Result<Vec<ParkedEvent>, StorageError> {
        let (reader, position) = after.unwrap_or_default();
        let rows = sqlx::query_as!(
            ParkedRow,
            "SELECT reader, position, event_id, event_type, aggregate_type, aggregate_id, error,
                 tries, parked_at
             FROM parked_events WHERE (reader, position) > ($1, $2)
             ORDER BY reader, position LIMIT $3",
            reader,
            big(position),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let parked = rows.into_iter().map(|row| Ok(ParkedEvent::try_from(row)?));
        parked.collect()
    }
}
