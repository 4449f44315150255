//! Deleting a comment from its thread.

use sqlx::SqliteConnection;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::CommentId;
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;

/// Deletes a live comment, or leaves its tombstone while rows stand under it.
pub(super) async fn delete(
    connection: &mut SqliteConnection,
    comment: &Comment,
) -> Result<(), StorageError> {
    let id = comment.id.as_str();
    let gone = sqlx::query_scalar!(
        r#"DELETE FROM comments WHERE id = ? AND deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM comments child WHERE child.parent_id = comments.id)
        RETURNING parent_id AS "parent_id?: String""#,
        id
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failure)?;
    let counted = match gone {
        Some(_) => 1,
        None => bury(connection, id).await?,
    };
    if counted == 0 {
        return Ok(());
    }
    // What is hidden has been counted off.
    if !comment.hidden {
        count(connection, comment, -1).await?;
    }
    if let Some(Some(parent)) = gone {
        prune(connection, parent).await?;
    }
    Ok(())
}

/// Nobody likes a tombstone. Its time is for operators only, so the database's own clock will do.
async fn bury(connection: &mut SqliteConnection, id: &str) -> Result<u64, StorageError> {
    sqlx::query!("DELETE FROM comment_likes WHERE comment_id = ?", id)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    Ok(sqlx::query!(
        "UPDATE comments SET author_id = NULL, body = NULL, like_count = 0, version = version + 1,
            hidden_at = NULL, deleted_at = CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)
        WHERE id = ? AND deleted_at IS NULL",
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?
    .rows_affected())
}

/// Counts a comment for its post and its parent, or off them.
pub(super) async fn count(
    connection: &mut SqliteConnection,
    comment: &Comment,
    step: i64,
) -> Result<(), StorageError> {
    let post_id = comment.post_id.as_str();
    sqlx::query!(
        "UPDATE posts SET comment_count = comment_count + ? WHERE id = ?",
        step,
        post_id
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    let parent_id = comment.parent_id.as_ref().map(CommentId::as_str);
    sqlx::query!(
        "UPDATE comments SET reply_count = reply_count + ? WHERE id = ?",
        step,
        parent_id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// Removes tombstones that have lost their last row, upwards from `lowest`: as many steps as the
/// thread is deep.
pub(crate) async fn prune(
    connection: &mut SqliteConnection,
    lowest: String,
) -> Result<(), StorageError> {
    let mut next = Some(lowest);
    while let Some(id) = next {
        next = sqlx::query_scalar!(
            r#"DELETE FROM comments WHERE id = ? AND deleted_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM comments child WHERE child.parent_id = comments.id)
            RETURNING parent_id AS "parent_id?: String""#,
            id
        )
        .fetch_optional(&mut *connection)
        .await
        .map_err(failure)?
        .flatten();
    }
    Ok(())
}
