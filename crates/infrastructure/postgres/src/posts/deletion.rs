//! Deleting posts: at once, or a part at a time.

use sqlx::postgres::PgConnection;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::storage::StorageError;

use crate::convert::number;
use crate::errors::storage_error;

/// Deletes a post with everything on it, and counts it off its author unless it is hidden.
pub(super) async fn remove(connection: &mut PgConnection, id: PostId) -> Result<(), StorageError> {
    // History, hashtags and comments go by their foreign keys.
    sqlx::query!(
        "WITH post AS (DELETE FROM posts WHERE id = $1 RETURNING author_id, hidden_at),
             rankings AS (DELETE FROM ranking_generations WHERE scope = 'comments:' || $1)
         UPDATE users SET post_count = post_count - 1
         WHERE id = (SELECT author_id FROM post WHERE hidden_at IS NULL)",
        id.as_str(),
    )
    .execute(connection)
    .await
    .map_err(storage_error)?;
    Ok(())
}

/// Some posts of an author, by id.
pub(super) async fn of_author(
    connection: &mut PgConnection,
    author: UserId,
    limit: u32,
) -> Result<Vec<PostId>, StorageError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT p.id AS "id!" FROM (
               SELECT id FROM posts WHERE author_id = $1 LIMIT $2
           ) p ORDER BY p.id"#,
        author.as_str(),
        i64::from(limit),
    )
    .fetch_all(connection)
    .await
    .map_err(storage_error)?;
    ids.iter().map(|id| Ok(PostId::from_storage(id)?)).collect()
}

/// Locks a post and counts what stands on it, up to one more than `limit`. None when there is no
/// such post.
pub(super) async fn lock_and_count(
    connection: &mut PgConnection,
    id: PostId,
    limit: u32,
) -> Result<Option<u32>, StorageError> {
    // The lock in a statement of its own: the next one sees what was added before it.
    let locked = sqlx::query!("SELECT id FROM posts WHERE id = $1 FOR UPDATE", id.as_str())
        .fetch_optional(&mut *connection)
        .await
        .map_err(storage_error)?;
    if locked.is_none() {
        return Ok(None);
    }
    let standing = sqlx::query_scalar!(
        r#"SELECT count(*) AS "standing!"
           FROM (SELECT FROM comments WHERE post_id = $1 LIMIT $2) c"#,
        id.as_str(),
        i64::from(limit) + 1,
    )
    .fetch_one(connection)
    .await
    .map_err(storage_error)?;
    Ok(Some(number(standing, "comments")?))
}

/// Removes the deepest `limit` comments of a locked post, under which nothing stands that does not
/// go with them, counts them off, and takes tombstones above that have lost their last row.
pub(super) async fn thin_out(
    connection: &mut PgConnection,
    id: PostId,
    limit: u32,
) -> Result<u32, StorageError> {
    let parents = sqlx::query_scalar!(
        "WITH going AS (
             SELECT c.id, c.parent_id, c.deleted_at IS NULL AND c.hidden_at IS NULL AS live
             FROM comments c WHERE c.post_id = $1 ORDER BY c.depth DESC LIMIT $2
         ), removed AS (
             DELETE FROM comments WHERE id IN (SELECT id FROM going)
         ), answered AS (
             UPDATE comments c SET reply_count = c.reply_count - n.gone
             FROM (
                 SELECT parent_id, count(*) AS gone FROM going WHERE live GROUP BY parent_id
             ) n
             WHERE c.id = n.parent_id AND c.id NOT IN (SELECT id FROM going)
         ), counted AS (
             UPDATE posts SET comment_count = comment_count
                 - (SELECT count(*) FROM going WHERE live)
             WHERE id = $1
         )
         SELECT parent_id FROM going",
        id.as_str(),
        i64::from(limit),
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(storage_error)?;
    let gone = u32::try_from(parents.len()).unwrap_or(u32::MAX);
    prune(connection, parents.into_iter().flatten().collect()).await?;
    Ok(gone)
}

/// Removes those of `bereft` that are tombstones without a row below, and so on upwards: as many
/// statements as a thread is deep.
async fn prune(connection: &mut PgConnection, mut bereft: Vec<String>) -> Result<(), StorageError> {
    while !bereft.is_empty() {
        let above = sqlx::query_scalar!(
            "DELETE FROM comments c
             WHERE c.id = ANY($1) AND c.deleted_at IS NOT NULL
                 AND NOT EXISTS (SELECT FROM comments r WHERE r.parent_id = c.id)
             RETURNING c.parent_id",
            &bereft,
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(storage_error)?;
        bereft = above.into_iter().flatten().collect();
    }
    Ok(())
}
