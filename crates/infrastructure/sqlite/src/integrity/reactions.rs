//! Counters of reactions against a recount.

use sqlx::SqliteConnection;
use thoughts_use_cases::integrity::Finding;
use thoughts_use_cases::storage::StorageError;

use super::{COMMENT_LIKE_COUNT, Found, LIKE_COUNT, LISTED, REPOST_COUNT, findings};
use crate::errors::failure;

/// What differs between a counter and a count of the rows of a table.
macro_rules! verified {
    ($connection:expr, $counted:literal, $column:literal, $table:literal, $subject:literal) => {
        sqlx::query_as!(
            Found,
            r#"SELECT p.id AS "subject!: String", 'stored ' || p."#
                + $column
                + r#" || ', counted ' || coalesce(c.n, 0) AS "detail!: String" FROM "#
                + $counted
                + " p LEFT JOIN (SELECT "
                + $subject
                + ", count(*) AS n FROM "
                + $table
                + " GROUP BY "
                + $subject
                + ") c ON c."
                + $subject
                + " = p.id WHERE p."
                + $column
                + " <> coalesce(c.n, 0) ORDER BY p.id LIMIT ?",
            LISTED
        )
        .fetch_all($connection)
        .await
        .map_err(failure)?
    };
}

pub(super) async fn verify(
    connection: &mut SqliteConnection,
) -> Result<Vec<Finding>, StorageError> {
    let c = connection;
    let likes = verified!(&mut *c, "posts", "like_count", "post_likes", "post_id");
    let reposts = verified!(&mut *c, "posts", "repost_count", "reposts", "post_id");
    let on_comments = verified!(c, "comments", "like_count", "comment_likes", "comment_id");
    Ok(findings(LIKE_COUNT, likes)
        .chain(findings(REPOST_COUNT, reposts))
        .chain(findings(COMMENT_LIKE_COUNT, on_comments))
        .collect())
}

/// Sets every wrong counter, listed or not.
pub(super) async fn repair(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    sqlx::query!(
        "UPDATE posts SET like_count = recount.likes, repost_count = recount.reposts
        FROM (SELECT p.id,
                (SELECT count(*) FROM post_likes l WHERE l.post_id = p.id) AS likes,
                (SELECT count(*) FROM reposts r WHERE r.post_id = p.id) AS reposts
            FROM posts p) AS recount
        WHERE posts.id = recount.id
            AND (posts.like_count, posts.repost_count) <> (recount.likes, recount.reposts)"
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!(
        "UPDATE comments SET like_count = recount.likes
        FROM (SELECT c.id,
                (SELECT count(*) FROM comment_likes l WHERE l.comment_id = c.id) AS likes
            FROM comments c) AS recount
        WHERE comments.id = recount.id AND comments.like_count <> recount.likes"
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
