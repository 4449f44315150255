//! Taking reactions away: those of a user, or those to something that goes.

use sqlx::SqliteConnection;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::storage::StorageError;

use super::counters;
use super::tables::{bookmarks, comment_likes, post_likes, reposts};
use crate::errors::failure;

/// Removes up to `limit` reactions of a user; returns how many.
pub(super) async fn of_user(
    connection: &mut SqliteConnection,
    user: UserId,
    limit: u32,
) -> Result<u32, StorageError> {
    let (user, mut left) = (user.as_str(), limit);
    let gone = post_likes::delete_of_user(connection, user, left).await?;
    counters::post_likes::take_off(connection, &gone).await?;
    left -= count(&gone);
    let gone = comment_likes::delete_of_user(connection, user, left).await?;
    counters::comment_likes::take_off(connection, &gone).await?;
    left -= count(&gone);
    let gone = reposts::delete_of_user(connection, user, left).await?;
    counters::reposts::take_off(connection, &gone).await?;
    left -= count(&gone);
    let gone = bookmarks::delete_of_user(connection, user, left).await?;
    Ok(limit - left + count(&gone))
}

/// Removes up to `limit` reactions to a post and to the comments on it; returns how many.
pub(super) async fn of_post(
    connection: &mut SqliteConnection,
    post: PostId,
    limit: u32,
) -> Result<u32, StorageError> {
    let (post, mut left) = (post.as_str(), limit);
    let gone = post_likes::delete_of_subject(connection, post, left).await?;
    counters::post_likes::take_off(connection, &gone).await?;
    left -= count(&gone);
    let gone = reposts::delete_of_subject(connection, post, left).await?;
    counters::reposts::take_off(connection, &gone).await?;
    left -= count(&gone);
    let gone = bookmarks::delete_of_subject(connection, post, left).await?;
    left -= count(&gone);
    let gone = sqlx::query_scalar!(
        r#"DELETE FROM comment_likes WHERE (user_id, comment_id) IN (
            SELECT l.user_id, l.comment_id FROM comments c
            JOIN comment_likes l ON l.comment_id = c.id WHERE c.post_id = ? LIMIT ?)
        RETURNING comment_id AS "subject!: String""#,
        post,
        left
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    counters::comment_likes::take_off(connection, &gone).await?;
    Ok(limit - left + count(&gone))
}

/// Removes up to `limit` likes of a comment; returns how many.
pub(super) async fn of_comment(
    connection: &mut SqliteConnection,
    comment: CommentId,
    limit: u32,
) -> Result<u32, StorageError> {
    let gone = comment_likes::delete_of_subject(connection, comment.as_str(), limit).await?;
    counters::comment_likes::take_off(connection, &gone).await?;
    Ok(count(&gone))
}

fn count(gone: &[String]) -> u32 {
    u32::try_from(gone.len()).unwrap_or(u32::MAX)
}
