//! Reads of subscriptions.

use async_trait::async_trait;
use thoughts_use_cases::readers::{ParkedEvent, SubscriptionQueries, SubscriptionStatus};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;

#[async_trait]
impl SubscriptionQueries for MemoryStorage {
    async fn subscriptions(&self) -> Result<Vec<SubscriptionStatus>, StorageError> {
        Ok(self.read(|state| {
            let status = |subscription: &thoughts_use_cases::readers::Subscription| {
                let passed = subscription.checkpoint.number;
                let ahead = state.events.iter().find(|e| e.position == passed + 1);
                let parked = state.parked.keys();
                SubscriptionStatus {
                    behind: state.position.saturating_sub(passed),
                    oldest_ahead: ahead.map(|event| event.occurred_at),
                    parked: parked
                        .filter(|(name, _)| *name == subscription.name)
                        .count() as u64,
                    subscription: subscription.clone(),
                }
            };
            state.subscriptions.values().map(status).collect()
        }))
    }

    async fn parked(
        &self,
        after: Option<(String, u64)>,
        limit: u32,
    ) -> Result<Vec<ParkedEvent>, StorageError> {
        Ok(self.read(|state| {
            let parked = state.parked.iter();
            parked
                .filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after))
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .map(|(_, event)| event.clone())
                .collect()
        }))
    }
}
