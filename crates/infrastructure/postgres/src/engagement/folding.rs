//! Adding to the counters of popular posts what was counted in slots.

use async_trait::async_trait;
use thoughts_use_cases::engagement::CounterFolding;
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::errors::storage_error;
use crate::storage::PostgresStorage;
use crate::transaction;

#[async_trait]
impl CounterFolding for PostgresStorage {
    async fn fold(&self, limit: u32) -> Result<u32, StorageError> {
        let posts = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE has_slots ORDER BY id LIMIT $1",
            i64::from(limit)
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        // A transaction for each: no post is held while another is waited for.
        for post in &posts {
            let taken = take(&self.pool, post).await.map_err(storage_error)?;
            if taken == 0 {
                unmark(&self.pool, post).await.map_err(storage_error)?;
            }
        }
        Ok(u32::try_from(posts.len()).unwrap_or(limit))
    }
}

/// Adds a post's slots to its row, and returns how many there were. Those that somebody writes to
/// at this moment wait for the next time.
async fn take(pool: &Pool, post: &str) -> Result<u64, sqlx::Error> {
    let folded = sqlx::query!(
        "WITH taken AS (
             SELECT post_id, backend FROM counter_slots WHERE post_id = $1 FOR UPDATE SKIP LOCKED
         ), gone AS (
             DELETE FROM counter_slots s USING taken t
             WHERE s.post_id = t.post_id AND s.backend = t.backend
             RETURNING s.likes, s.reposts
         )
         UPDATE posts SET like_count = like_count + n.likes,
             repost_count = repost_count + n.reposts
         FROM (
             SELECT sum(likes)::bigint AS likes, sum(reposts)::bigint AS reposts
             FROM gone HAVING count(*) > 0
         ) n WHERE id = $1",
        post
    )
    .execute(pool)
    .await?;
    Ok(folded.rows_affected())
}

/// Takes the mark from a post that nobody came to since the last time. Who is just reacting to it
/// keeps it marked.
async fn unmark(pool: &Pool, post: &str) -> Result<(), sqlx::Error> {
    let mut work = transaction::begin(pool).await?;
    // Waits for nobody; but nobody writes a slot while it is held. The look for slots is a
    // statement of its own: it sees all that was written before.
    let held = sqlx::query!(
        "SELECT id FROM posts WHERE id = $1 FOR UPDATE SKIP LOCKED",
        post
    )
    .fetch_optional(&mut *work)
    .await?;
    if held.is_none() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE posts SET has_slots = false
         WHERE id = $1 AND NOT EXISTS (SELECT FROM counter_slots WHERE post_id = $1)",
        post
    )
    .execute(&mut *work)
    .await?;
    work.commit().await
}
