//! Retained generations of ranked lists.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::RankingId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::ranked::RankedLists;
use thoughts_use_cases::storage::StorageError;

use crate::convert::json_names;
use crate::errors::failure;
use crate::store::SqliteStorage;

/// Members hold neither quotes nor backslashes, see [`json_names`].
fn members(stored: &str) -> Result<Vec<String>, Inconsistency> {
    let inner = stored.strip_prefix('[').and_then(|s| s.strip_suffix(']'));
    let inner = inner.ok_or_else(|| {
        Inconsistency::new("ranking_generations.member_ids", "is not an array of names")
    })?;
    let members = inner.split(',').filter(|member| !member.is_empty());
    Ok(members.map(|m| m.trim_matches('"').to_owned()).collect())
}

#[async_trait]
impl RankedLists for SqliteStorage {
    async fn generation(
        &self,
        scope: &str,
        id: RankingId,
        oldest: Timestamp,
    ) -> Result<Option<Vec<String>>, StorageError> {
        let (id, oldest) = (id.as_str(), oldest.as_micros());
        let found = sqlx::query_scalar!(
            "SELECT member_ids FROM ranking_generations
            WHERE id = ? AND scope = ? AND created_at >= ?",
            id,
            scope,
            oldest
        )
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?;
        Ok(found.map(|stored| members(&stored)).transpose()?)
    }

    async fn newest(
        &self,
        scope: &str,
        oldest: Timestamp,
    ) -> Result<Option<(RankingId, Vec<String>)>, StorageError> {
        let oldest = oldest.as_micros();
        let found = sqlx::query!(
            "SELECT id, member_ids FROM ranking_generations
            WHERE scope = ? AND created_at >= ? ORDER BY created_at DESC LIMIT 1",
            scope,
            oldest
        )
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?;
        found
            .map(|row| Ok((RankingId::from_storage(&row.id)?, members(&row.member_ids)?)))
            .transpose()
    }

    async fn keep(
        &self,
        scope: &str,
        id: RankingId,
        members: &[String],
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (id, now) = (id.as_str(), now.as_micros());
        let members = json_names(members.iter().map(String::as_str));
        sqlx::query!(
            "INSERT INTO ranking_generations (id, scope, created_at, member_ids)
            VALUES (?, ?, ?, ?)",
            id,
            scope,
            now,
            members
        )
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(())
    }
}
