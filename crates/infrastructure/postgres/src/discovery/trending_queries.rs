//! Reads of what moves.

use async_trait::async_trait;
use thoughts_domain::ids::PostId;
use thoughts_use_cases::discovery::{
    HashtagView, MOST_TRENDING, MOST_TRENDING_HASHTAGS, TrendingQueries,
};
use thoughts_use_cases::storage::StorageError;

use crate::convert::number;
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl TrendingQueries for PostgresStorage {
    async fn hot_posts(&self) -> Result<Vec<PostId>, StorageError> {
        let ids = sqlx::query_scalar!(
            "SELECT post_id FROM trending_posts ORDER BY heat DESC, post_id LIMIT $1",
            i64::from(MOST_TRENDING),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        ids.iter().map(|id| Ok(PostId::from_storage(id)?)).collect()
    }

    async fn hot_hashtags(&self) -> Result<Vec<HashtagView>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT f.tag, (SELECT count(*) FROM post_hashtags t WHERE t.tag = f.tag)
                   AS "post_count!"
               FROM (
                   SELECT h.tag, h.heat FROM trending_hashtags h
                   ORDER BY h.heat DESC, h.tag LIMIT $1
               ) f ORDER BY f.heat DESC, f.tag"#,
            i64::from(MOST_TRENDING_HASHTAGS),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let views = rows.into_iter().map(|row| {
            Ok(HashtagView {
                name: row.tag,
                post_count: number(row.post_count, "post_hashtags")?,
            })
        });
        views.collect()
    }
}
