//! Erasing a user.

use sqlx::SqliteConnection;
use thoughts_domain::comments::MAX_DEPTH;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::ErasedName;
use thoughts_use_cases::storage::StorageError;

use crate::convert::json_names;
use crate::errors::failure;

/// Leaves the row and what hangs on it, but nothing personal.
pub(super) async fn anonymise(
    connection: &mut SqliteConnection,
    id: UserId,
    name: &ErasedName,
    now: Timestamp,
) -> Result<(), StorageError> {
    let (id, now) = (id.as_str(), now.as_micros());
    let (handle, display_name) = (name.handle.as_str(), name.display_name.as_str());
    sqlx::query!(
        "UPDATE users SET handle = ?, display_name = ?, bio = '', avatar_url = NULL, email = NULL,
            password_hash = NULL, role = 'user', suspended_at = NULL, language = 'en',
            version = version + 1, deleted_at = ?
        WHERE id = ? AND deleted_at IS NULL",
        handle,
        display_name,
        now,
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// Removes the row and everything that the user wrote.
pub(super) async fn delete(
    connection: &mut SqliteConnection,
    id: UserId,
    now: Timestamp,
) -> Result<(), StorageError> {
    let id = id.as_str();
    delete_posts(connection, id).await?;
    count_comments_off(connection, id).await?;
    delete_leaves(connection, id).await?;
    bury_the_rest(connection, id, now).await?;
    sqlx::query!("DELETE FROM users WHERE id = ?", id)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

async fn delete_posts(connection: &mut SqliteConnection, id: &str) -> Result<(), StorageError> {
    sqlx::query!(
        "DELETE FROM ranking_generations
        WHERE scope IN (SELECT 'comments:' || id FROM posts WHERE author_id = ?)",
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!("DELETE FROM posts WHERE author_id = ?", id)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

/// While the comments still name their author.
async fn count_comments_off(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "UPDATE posts SET comment_count = comment_count - gone.n
        FROM (SELECT post_id, count(*) AS n FROM comments WHERE author_id = ? GROUP BY post_id)
            AS gone
        WHERE posts.id = gone.post_id",
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!(
        "UPDATE comments SET reply_count = reply_count - gone.n
        FROM (SELECT parent_id, count(*) AS n FROM comments
            WHERE author_id = ? AND parent_id IS NOT NULL GROUP BY parent_id) AS gone
        WHERE comments.id = gone.parent_id",
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// Deletes what nothing stands under, from the bottom up: the user's comments, and the tombstones
/// of others that lose their last row by it.
async fn delete_leaves(connection: &mut SqliteConnection, id: &str) -> Result<(), StorageError> {
    let mut bereft: Vec<String> = Vec::new();
    for depth in (0..=MAX_DEPTH).rev() {
        let above = json_names(bereft.iter().map(String::as_str));
        bereft = sqlx::query_scalar!(
            r#"DELETE FROM comments
            WHERE id IN (
                SELECT id FROM comments WHERE author_id = ?1 AND depth = ?2
                UNION ALL
                SELECT c.id FROM json_each(?3) wanted JOIN comments c ON c.id = wanted.value
                WHERE c.deleted_at IS NOT NULL
            ) AND NOT EXISTS (SELECT 1 FROM comments child WHERE child.parent_id = comments.id)
            RETURNING parent_id AS "parent_id?: String""#,
            id,
            depth,
            above
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(failure)?
        .into_iter()
        .flatten()
        .collect();
    }
    Ok(())
}

/// What is left of the user's comments holds replies, and stays as tombstones.
async fn bury_the_rest(
    connection: &mut SqliteConnection,
    id: &str,
    now: Timestamp,
) -> Result<(), StorageError> {
    let now = now.as_micros();
    sqlx::query!(
        "UPDATE comments SET author_id = NULL, body = NULL, version = version + 1, deleted_at = ?
        WHERE author_id = ?",
        now,
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
