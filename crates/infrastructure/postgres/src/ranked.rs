//! Retained generations of ranked lists.

use async_trait::async_trait;
use thoughts_domain::ids::RankingId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::ranked::RankedLists;
use thoughts_use_cases::storage::StorageError;

use crate::convert::at;
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl RankedLists for PostgresStorage {
    async fn generation(
        &self,
        scope: &str,
        id: RankingId,
        oldest: Timestamp,
    ) -> Result<Option<Vec<String>>, StorageError> {
        sqlx::query_scalar!(
            "SELECT member_ids FROM ranking_generations
             WHERE id = $1 AND scope = $2 AND created_at >= $3",
            id.as_str(),
            scope,
            at(oldest),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(storage_error)
    }

    async fn newest(
        &self,
        scope: &str,
        oldest: Timestamp,
    ) -> Result<Option<(RankingId, Vec<String>)>, StorageError> {
        let row = sqlx::query!(
            "SELECT id, member_ids FROM ranking_generations
             WHERE scope = $1 AND created_at >= $2 ORDER BY created_at DESC LIMIT 1",
            scope,
            at(oldest),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(storage_error)?;
        row.map(|row| Ok((RankingId::from_storage(&row.id)?, row.member_ids)))
            .transpose()
    }

    async fn keep(
        &self,
        scope: &str,
        id: RankingId,
        members: &[String],
        now: Timestamp,
    ) -> Result<(), StorageError> {
        sqlx::query!(
            "INSERT INTO ranking_generations (id, scope, created_at, member_ids)
             VALUES ($1, $2, $3, $4)",
            id.as_str(),
            scope,
            at(now),
            members,
        )
        .execute(&self.pool)
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}
