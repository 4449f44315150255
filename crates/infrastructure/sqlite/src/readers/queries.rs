//! Reads of subscriptions.

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::readers::{ParkedEvent, SubscriptionQueries, SubscriptionStatus};
use thoughts_use_cases::storage::StorageError;

use super::repository::big;
use super::rows::{ParkedRow, SubscriptionRow};
use crate::convert::count;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl SubscriptionQueries for SqliteStorage {
    async fn subscriptions(&self) -> Result<Vec<SubscriptionStatus>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT s.name, s.epoch, s.position, s.state, s.detail, s.revision,
                max(h.position - s.position, 0) AS "behind!: i64",
                (SELECT e.occurred_at FROM events AS e WHERE e.position = s.position + 1)
                    AS "oldest_ahead: i64",
                (SELECT count(*) FROM parked_events AS p WHERE p.reader = s.name)
                    AS "parked!: i64"
            FROM subscriptions AS s CROSS JOIN event_head AS h ORDER BY s.name"#
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
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
                behind: count("subscriptions.position", row.behind)?,
                oldest_ahead: row.oldest_ahead.map(Timestamp::from_micros),
                parked: count("parked_events", row.parked)?,
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
        let position = big(position);
        let rows = sqlx::query_as!(
            ParkedRow,
            "SELECT reader, position, event_id, event_type, aggregate_type, aggregate_id, error,
                tries, parked_at
            FROM parked_events WHERE (reader, position) > (?, ?)
            ORDER BY reader, position LIMIT ?",
            reader,
            position,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let parked = rows.into_iter().map(|row| Ok(ParkedEvent::try_from(row)?));
        parked.collect()
    }
}
