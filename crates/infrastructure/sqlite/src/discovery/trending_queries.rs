//! Reads of what moves.

use async_trait::async_trait;
use thoughts_domain::ids::PostId;
use thoughts_use_cases::discovery::{
    HashtagView, MOST_TRENDING, MOST_TRENDING_HASHTAGS, TrendingQueries,
};
use thoughts_use_cases::storage::StorageError;

use crate::convert::count;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl TrendingQueries for SqliteStorage {
    async fn hot_posts(&self) -> Result<Vec<PostId>, StorageError> {
        let ids = sqlx::query_scalar!(
            "SELECT post_id FROM trending_posts ORDER BY heat DESC, post_id LIMIT ?",
            MOST_TRENDING
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        ids.iter().map(|id| Ok(PostId::from_storage(id)?)).collect()
    }

    async fn hot_hashtags(&self) -> Result<Vec<HashtagView>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT h.tag, (SELECT count(*) FROM post_hashtags t WHERE t.tag = h.tag)
                AS "post_count!: i64"
            FROM trending_hashtags h ORDER BY h.heat DESC, h.tag LIMIT ?"#,
            MOST_TRENDING_HASHTAGS
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let views = rows.into_iter().map(|row| {
            Ok(HashtagView {
                name: row.tag,
                post_count: count("post_hashtags", row.post_count)?,
            })
        });
        views.collect()
    }
}
