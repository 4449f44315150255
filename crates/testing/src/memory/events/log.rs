//! The log.

use async_trait::async_trait;
use thoughts_use_cases::events::{EventLog, EventPosition, LoggedEvent};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::state::State;

#[async_trait]
impl EventLog for MemoryStorage {
    async fn sequence(&self, _limit: u32) -> Result<u32, StorageError> {
        Ok(0)
    }

    async fn outbox_depth(&self) -> Result<u64, StorageError> {
        Ok(0)
    }

    async fn head(&self) -> Result<EventPosition, StorageError> {
        Ok(self.read(State::head))
    }

    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StorageError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(MemoryStorage::read(self, |state| {
            let events = state.events.iter();
            events
                .filter(|event| event.position > after)
                .take(limit)
                .cloned()
                .collect()
        }))
    }

    async fn renew_epoch(&self, epoch: &str) -> Result<(), StorageError> {
        self.write(|state| epoch.clone_into(&mut state.epoch)).await;
        Ok(())
    }
}
