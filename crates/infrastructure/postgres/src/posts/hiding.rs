//! Hiding posts, and showing them again.

use sqlx::postgres::PgConnection;
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::StorageError;

use crate::convert::at;
use crate::errors::storage_error;

/// Hides a locked post: takes it from its hashtags and from its author's count.
pub(super) async fn hide(
    connection: &mut PgConnection,
    post: &Post,
    now: Timestamp,
) -> Result<(), StorageError> {
    sqlx::query!(
        "WITH post AS (
             UPDATE posts SET hidden_at = $2 WHERE id = $1 AND hidden_at IS NULL
             RETURNING author_id
         ), tags AS (
             DELETE FROM post_hashtags WHERE post_id = $1
         )
         UPDATE users SET post_count = post_count - 1 WHERE id = (SELECT author_id FROM post)",
        post.id.as_str(),
        at(now),
    )
    .execute(connection)
    .await
    .map_err(storage_error)?;
    Ok(())
}

/// Shows a locked post again.
pub(super) async fn unhide(connection: &mut PgConnection, post: &Post) -> Result<(), StorageError> {
    sqlx::query!(
        "WITH post AS (
             UPDATE posts SET hidden_at = NULL WHERE id = $1 AND hidden_at IS NOT NULL
             RETURNING id, author_id, created_at, hashtags
         ), tags AS (
             INSERT INTO post_hashtags (tag, created_at, post_id)
             SELECT tag, post.created_at, post.id FROM post, unnest(post.hashtags) AS tag
             ON CONFLICT DO NOTHING
         )
         UPDATE users SET post_count = post_count + 1 WHERE id = (SELECT author_id FROM post)",
        post.id.as_str(),
    )
    .execute(connection)
    .await
    .map_err(storage_error)?;
    Ok(())
}
