//! Counters against a recount.

use sqlx::SqliteConnection;
use thoughts_use_cases::integrity::Finding;
use thoughts_use_cases::storage::StorageError;

use super::{COMMENT_COUNT, Found, LISTED, POST_COUNT, REPLY_COUNT, findings};
use crate::errors::failure;

pub(super) async fn verify(
    connection: &mut SqliteConnection,
) -> Result<Vec<Finding>, StorageError> {
    let posts = sqlx::query_as!(
        Found,
        r#"SELECT u.id AS "subject!: String",
            'stored ' || u.post_count || ', counted ' || coalesce(c.n, 0) AS "detail!: String"
        FROM users u
        LEFT JOIN (SELECT author_id, count(*) AS n FROM posts
            WHERE hidden_at IS NULL GROUP BY author_id) c
            ON c.author_id = u.id
        WHERE u.post_count <> coalesce(c.n, 0) ORDER BY u.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let comments = sqlx::query_as!(
        Found,
        r#"SELECT p.id AS "subject!: String",
            'stored ' || p.comment_count || ', counted ' || coalesce(c.n, 0) AS "detail!: String"
        FROM posts p
        LEFT JOIN (SELECT post_id, count(*) AS n FROM comments
            WHERE deleted_at IS NULL AND hidden_at IS NULL GROUP BY post_id) c ON c.post_id = p.id
        WHERE p.comment_count <> coalesce(c.n, 0) ORDER BY p.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let replies = sqlx::query_as!(
        Found,
        r#"SELECT p.id AS "subject!: String",
            'stored ' || p.reply_count || ', counted ' || coalesce(c.n, 0) AS "detail!: String"
        FROM comments p
        LEFT JOIN (SELECT parent_id, count(*) AS n FROM comments
            WHERE deleted_at IS NULL AND hidden_at IS NULL AND parent_id IS NOT NULL
            GROUP BY parent_id) c
            ON c.parent_id = p.id
        WHERE p.reply_count <> coalesce(c.n, 0) ORDER BY p.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    Ok(findings(POST_COUNT, posts)
        .chain(findings(COMMENT_COUNT, comments))
        .chain(findings(REPLY_COUNT, replies))
        .collect())
}

/// Sets every wrong counter, listed or not.
pub(super) async fn repair(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    sqlx::query!(
        "UPDATE users SET post_count = recount.n
        FROM (SELECT u.id, count(p.id) AS n FROM users u
            LEFT JOIN posts p ON p.author_id = u.id AND p.hidden_at IS NULL
            GROUP BY u.id) AS recount
        WHERE users.id = recount.id AND users.post_count <> recount.n"
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!(
        "UPDATE posts SET comment_count = recount.n
        FROM (SELECT p.id, count(c.id) AS n FROM posts p
            LEFT JOIN comments c ON c.post_id = p.id AND c.deleted_at IS NULL AND c.hidden_at IS NULL
            GROUP BY p.id) AS recount
        WHERE posts.id = recount.id AND posts.comment_count <> recount.n"
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query!(
        "UPDATE comments SET reply_count = recount.n
        FROM (SELECT p.id, count(c.id) AS n FROM comments p
            LEFT JOIN comments c ON c.parent_id = p.id AND c.deleted_at IS NULL AND c.hidden_at IS NULL
            GROUP BY p.id) AS recount
        WHERE comments.id = recount.id AND comments.reply_count <> recount.n"
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
