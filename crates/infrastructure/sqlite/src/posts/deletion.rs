//! Deleting posts: at once, or a part at a time.

use sqlx::SqliteConnection;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::storage::StorageError;

use crate::comments::prune;
use crate::errors::failure;

/// Deletes a post with everything on it, and counts it off its author unless it is hidden. Returns whether it was
/// there, as a number of rows.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    id: PostId,
) -> Result<u32, StorageError> {
    let id = id.as_str();
    sqlx::query!(
        "DELETE FROM ranking_generations WHERE scope = 'comments:' || ?",
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    let gone = sqlx::query!(
        r#"DELETE FROM posts WHERE id = ? RETURNING author_id AS "author_id!: String",
            hidden_at IS NULL AS "counted!: i64""#,
        id
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failure)?;
    let Some(gone) = gone else {
        return Ok(0);
    };
    sqlx::query!(
        "UPDATE users SET post_count = post_count - ? WHERE id = ?",
        gone.counted,
        gone.author_id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(1)
}

/// Some posts of an author, by id.
pub(super) async fn of_author(
    connection: &mut SqliteConnection,
    author: UserId,
    limit: u32,
) -> Result<Vec<PostId>, StorageError> {
    let author = author.as_str();
    let ids = sqlx::query_scalar!(
        r#"SELECT p.id AS "id!: String"
        FROM (SELECT id FROM posts WHERE author_id = ? LIMIT ?) p ORDER BY p.id"#,
        author,
        limit
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    ids.iter().map(|id| Ok(PostId::from_storage(id)?)).collect()
}

/// How many comments stand on a post, counted up to one more than `limit`.
pub(super) async fn standing(
    connection: &mut SqliteConnection,
    id: PostId,
    limit: u32,
) -> Result<u32, StorageError> {
    let id = id.as_str();
    let most = limit.saturating_add(1);
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "standing!: u32"
        FROM (SELECT 1 FROM comments WHERE post_id = ? LIMIT ?)"#,
        id,
        most
    )
    .fetch_one(connection)
    .await
    .map_err(failure)
}

/// Removes up to `limit` comments of a post under which nothing stands, counts them off, and takes
/// tombstones above that have lost their last row.
pub(super) async fn thin_out(
    connection: &mut SqliteConnection,
    id: PostId,
    limit: u32,
) -> Result<u32, StorageError> {
    let id = id.as_str();
    // Replies come first in the index from its end: most of them are leaves.
    let leaves = sqlx::query!(
        r#"DELETE FROM comments WHERE id IN (
            SELECT c.id FROM comments c
            WHERE c.post_id = ?
                AND NOT EXISTS (SELECT 1 FROM comments child WHERE child.parent_id = c.id)
            ORDER BY c.parent_id DESC LIMIT ?
        )
        RETURNING parent_id AS "parent_id?: String", 
            deleted_at IS NULL AND hidden_at IS NULL AS "live!: bool""#,
        id,
        limit
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let gone = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
    let live = leaves.iter().filter(|leaf| leaf.live).count();
    let live = i64::try_from(live).unwrap_or(i64::MAX);
    for leaf in leaves.iter().filter(|leaf| leaf.live) {
        sqlx::query!(
            "UPDATE comments SET reply_count = reply_count - 1 WHERE id = ?",
            leaf.parent_id
        )
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    }
    sqlx::query!(
        "UPDATE posts SET comment_count = comment_count - ? WHERE id = ?",
        live,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    for parent in leaves.into_iter().filter_map(|leaf| leaf.parent_id) {
        prune(connection, parent).await?;
    }
    Ok(gone)
}
