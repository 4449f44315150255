//! Hiding posts, and showing them again.

use sqlx::SqliteConnection;
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;

/// Hides a post or shows it again, and counts it for its author or off him. Returns whether that
/// changed anything.
pub(super) async fn set(
    connection: &mut SqliteConnection,
    post: &Post,
    now: Timestamp,
) -> Result<bool, StorageError> {
    let id = post.id.as_str();
    let hidden_at = post.hidden.then_some(now.as_micros());
    let changed = sqlx::query!(
        "UPDATE posts SET hidden_at = ?1 WHERE id = ?2 AND (hidden_at IS NULL) <> (?1 IS NULL)",
        hidden_at,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?
    .rows_affected();
    if changed == 0 {
        return Ok(false);
    }
    let (author, step) = (post.author_id.as_str(), if post.hidden { -1 } else { 1 });
    sqlx::query!(
        "UPDATE users SET post_count = post_count + ? WHERE id = ?",
        step,
        author
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!("DELETE FROM post_hashtags WHERE post_id = ?", id)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(true)
}
