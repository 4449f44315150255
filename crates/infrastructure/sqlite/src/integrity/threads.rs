//! The shape of threads.

use sqlx::SqliteConnection;
use thoughts_use_cases::integrity::Finding;
use thoughts_use_cases::storage::StorageError;

use super::{DEPTH, Found, LISTED, PARENT_POST, TOMBSTONE, findings};
use crate::errors::failure;

pub(super) async fn verify(
    connection: &mut SqliteConnection,
) -> Result<Vec<Finding>, StorageError> {
    let depths = sqlx::query_as!(
        Found,
        r#"SELECT c.id AS "subject!: String",
            'stored ' || c.depth || ', counted ' || coalesce(p.depth + 1, 0) AS "detail!: String"
        FROM comments c LEFT JOIN comments p ON p.id = c.parent_id
        WHERE c.depth <> coalesce(p.depth + 1, 0) ORDER BY c.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let posts = sqlx::query_as!(
        Found,
        r#"SELECT c.id AS "subject!: String",
            'on ' || c.post_id || ', its parent on ' || p.post_id AS "detail!: String"
        FROM comments c JOIN comments p ON p.id = c.parent_id
        WHERE c.post_id <> p.post_id ORDER BY c.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let tombstones = sqlx::query_as!(
        Found,
        r#"SELECT c.id AS "subject!: String", 'has no replies' AS "detail!: String"
        FROM comments c
        WHERE c.deleted_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM comments child WHERE child.parent_id = c.id)
        ORDER BY c.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    Ok(findings(DEPTH, depths)
        .chain(findings(PARENT_POST, posts))
        .chain(findings(TOMBSTONE, tombstones))
        .collect())
}

/// Also those that lose their last row by it, until none is left.
pub(super) async fn remove_childless_tombstones(
    connection: &mut SqliteConnection,
) -> Result<(), StorageError> {
    loop {
        let removed = sqlx::query!(
            "DELETE FROM comments WHERE deleted_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM comments child WHERE child.parent_id = comments.id)"
        )
        .execute(&mut *connection)
        .await
        .map_err(failure)?
        .rows_affected();
        if removed == 0 {
            return Ok(());
        }
    }
}
