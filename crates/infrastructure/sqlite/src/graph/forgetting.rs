//! Taking a user out of the graph.

use sqlx::SqliteConnection;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::storage::StorageError;

use crate::convert::json_names;
use crate::errors::failure;

/// Removes up to `limit` relations of or with a user; returns how many.
pub(super) async fn forget(
    connection: &mut SqliteConnection,
    user: UserId,
    limit: u32,
) -> Result<u32, StorageError> {
    let user = user.as_str();
    let mut left = limit;
    left -= follows(connection, user, left).await?;
    left -= followers(connection, user, left).await?;
    left -= blocks_and_mutes(connection, user, left).await?;
    Ok(limit - left)
}

async fn follows(
    connection: &mut SqliteConnection,
    user: &str,
    limit: u32,
) -> Result<u32, StorageError> {
    let ended: Vec<String> = sqlx::query_scalar!(
        r#"DELETE FROM follows WHERE (follower_id, followed_id) IN (
            SELECT follower_id, followed_id FROM follows WHERE follower_id = ? LIMIT ?)
        RETURNING followed_id AS "id!: String""#,
        user,
        limit
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let (others, count) = (json_names(ended.iter().map(String::as_str)), count(&ended));
    sqlx::query!(
        "UPDATE users SET follower_count = follower_count - 1
        WHERE id IN (SELECT value FROM json_each(?))",
        others
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!(
        "UPDATE users SET following_count = following_count - ? WHERE id = ?",
        count,
        user
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(count)
}

async fn followers(
    connection: &mut SqliteConnection,
    user: &str,
    limit: u32,
) -> Result<u32, StorageError> {
    let ended: Vec<String> = sqlx::query_scalar!(
        r#"DELETE FROM follows WHERE (follower_id, followed_id) IN (
            SELECT follower_id, followed_id FROM follows WHERE followed_id = ? LIMIT ?)
        RETURNING follower_id AS "id!: String""#,
        user,
        limit
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let (others, count) = (json_names(ended.iter().map(String::as_str)), count(&ended));
    sqlx::query!(
        "UPDATE users SET following_count = following_count - 1
        WHERE id IN (SELECT value FROM json_each(?))",
        others
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!(
        "UPDATE users SET follower_count = follower_count - ? WHERE id = ?",
        count,
        user
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(count)
}

/// One statement for each table and end: a compound subquery would be looked for row by row.
async fn blocks_and_mutes(
    connection: &mut SqliteConnection,
    user: &str,
    limit: u32,
) -> Result<u32, StorageError> {
    let mut left = limit;
    let went = sqlx::query!(
        "DELETE FROM blocks WHERE (blocker_id, blocked_id) IN (
            SELECT blocker_id, blocked_id FROM blocks WHERE blocker_id = ? LIMIT ?)",
        user,
        left
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    left -= u32::try_from(went.rows_affected()).unwrap_or(left);
    let went = sqlx::query!(
        "DELETE FROM blocks WHERE (blocker_id, blocked_id) IN (
            SELECT blocker_id, blocked_id FROM blocks WHERE blocked_id = ? LIMIT ?)",
        user,
        left
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    left -= u32::try_from(went.rows_affected()).unwrap_or(left);
    let went = sqlx::query!(
        "DELETE FROM mutes WHERE (muter_id, muted_id) IN (
            SELECT muter_id, muted_id FROM mutes WHERE muter_id = ? LIMIT ?)",
        user,
        left
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    left -= u32::try_from(went.rows_affected()).unwrap_or(left);
    let went = sqlx::query!(
        "DELETE FROM mutes WHERE (muter_id, muted_id) IN (
            SELECT muter_id, muted_id FROM mutes WHERE muted_id = ? LIMIT ?)",
        user,
        left
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    left -= u32::try_from(went.rows_affected()).unwrap_or(left);
    Ok(limit - left)
}

fn count(ended: &[String]) -> u32 {
    u32::try_from(ended.len()).unwrap_or(u32::MAX)
}
