//! Subscriptions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::Cuid;
use thoughts_use_cases::readers::{ParkedEvent, Subscription, SubscriptionRepository};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl SubscriptionRepository for MemoryWork {
    async fn find(&mut self, name: &str) -> Result<Option<Subscription>, StorageError> {
        Ok(self.state.subscriptions.get(name).cloned())
    }

    async fn create(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let subscriptions = &mut self.state.subscriptions;
        if subscriptions.contains_key(&subscription.name) {
            return Ok(false);
        }
        let fresh = Subscription {
            revision: 0,
            ..subscription.clone()
        };
        subscriptions.insert(fresh.name.clone(), fresh);
        Ok(true)
    }

    async fn hold(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let found = self.state.subscriptions.get(&subscription.name);
        Ok(found.is_some_and(|found| found.revision == subscription.revision))
    }

    async fn save(&mut self, subscription: &Subscription) -> Result<bool, StorageError> {
        let found = self.state.subscriptions.get_mut(&subscription.name);
        let found = found.filter(|found| found.revision == subscription.revision);
        Ok(found.is_some_and(|found| {
            *found = subscription.clone();
            found.revision += 1;
            true
        }))
    }

    async fn park(&mut self, event: &ParkedEvent) -> Result<(), StorageError> {
        let key = (event.reader.clone(), event.position);
        self.state.parked.insert(key, event.clone());
        Ok(())
    }

    async fn parked_among(
        &mut self,
        name: &str,
        aggregates: &[Cuid],
    ) -> Result<Vec<Cuid>, StorageError> {
        let parked = self.state.parked.values();
        let mut parked: Vec<_> = parked
            .filter(|event| event.reader == name && aggregates.contains(&event.aggregate_id))
            .map(|event| event.aggregate_id)
            .collect();
        parked.sort_unstable();
        parked.dedup();
        Ok(parked)
    }

    async fn first_parked(
        &mut self,
        name: &str,
        aggregate: Cuid,
    ) -> Result<Option<u64>, StorageError> {
        let mut parked = self.state.parked.values();
        let first = parked.find(|e| e.reader == name && e.aggregate_id == aggregate);
        Ok(first.map(|event| event.position))
    }

    async fn unpark(&mut self, name: &str, position: u64) -> Result<bool, StorageError> {
        let key = (name.to_owned(), position);
        Ok(self.state.parked.remove(&key).is_some())
    }

    async fn unpark_all(&mut self, name: &str) -> Result<(), StorageError> {
        self.state.parked.retain(|(reader, _), _| reader != name);
        Ok(())
    }
}
