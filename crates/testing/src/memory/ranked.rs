//! Retained generations of ranked lists.

use async_trait::async_trait;
use thoughts_domain::ids::RankingId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::ranked::RankedLists;
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::state::KeptGeneration;

#[async_trait]
impl RankedLists for MemoryStorage {
    async fn generation(
        &self,
        scope: &str,
        id: RankingId,
        oldest: Timestamp,
    ) -> Result<Option<Vec<String>>, StorageError> {
        Ok(self.read(|state| {
            let kept = state.generations.get(&id);
            let kept = kept.filter(|kept| kept.scope == scope && kept.created_at >= oldest);
            kept.map(|kept| kept.members.clone())
        }))
    }

    async fn newest(
        &self,
        scope: &str,
        oldest: Timestamp,
    ) -> Result<Option<(RankingId, Vec<String>)>, StorageError> {
        Ok(self.read(|state| {
            let generations = state.generations.iter();
            generations
                .filter(|(_, kept)| kept.scope == scope && kept.created_at >= oldest)
                .max_by_key(|(_, kept)| kept.created_at)
                .map(|(id, kept)| (*id, kept.members.clone()))
        }))
    }

    async fn keep(
        &self,
        scope: &str,
        id: RankingId,
        members: &[String],
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let generation = KeptGeneration {
            scope: scope.to_owned(),
            created_at: now,
            members: members.to_vec(),
        };
        self.write(|state| state.generations.insert(id, generation))
            .await;
        Ok(())
    }
}
