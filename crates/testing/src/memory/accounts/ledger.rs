//! The ledger of ended sessions.

use async_trait::async_trait;
use thoughts_domain::ids::SessionId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::SessionLedger;
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;

#[async_trait]
impl SessionLedger for MemoryStorage {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        Ok(self.read(|state| {
            let notes = state.ended_sessions.iter();
            notes
                .filter(|(_, at)| **at >= since)
                .map(|(id, at)| (*id, *at))
                .collect()
        }))
    }

    async fn is_live(&self, id: SessionId) -> Result<bool, StorageError> {
        Ok(self.read(|state| state.sessions.contains_key(&id)))
    }
}
