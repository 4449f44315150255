//! References of rows that are loaded in bulk: looked at once, at the end.

use sqlx::postgres::PgConnection;
use sqlx::query_scalar;
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::errors::storage_error;
use crate::transaction::{OpenTransaction, begin};

/// Begins a transaction that may take long. Where the role may do so, `PostgreSQL` looks up no
/// references in it: row by row that is two fifths of a load. [`names_what_is_gone`] makes up for
/// it. Triggers do not fire either, unless they are `ENABLE ALWAYS`.
pub(super) async fn begin_bulk(pool: &Pool) -> Result<OpenTransaction, StorageError> {
    let mut work = begin(pool).await.map_err(storage_error)?;
    query_scalar!(
        r#"SELECT concat(set_config('statement_timeout', '0', true),
            CASE WHEN current_setting('is_superuser') = 'on'
                THEN set_config('session_replication_role', 'replica', true) END) AS "set!""#
    )
    .fetch_one(&mut *work)
    .await
    .map_err(storage_error)?;
    Ok(work)
}

/// Whether any row names one that is not there. What was deleted while the rows were loaded took
/// only those along that were committed by then.
pub(super) async fn names_what_is_gone(work: &mut PgConnection) -> Result<bool, sqlx::Error> {
    query_scalar!(
        r#"SELECT EXISTS (SELECT FROM posts AS p
                WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = p.author_id))
            OR EXISTS (SELECT FROM post_hashtags AS h
                WHERE NOT EXISTS (SELECT FROM posts AS p WHERE p.id = h.post_id))
            OR EXISTS (SELECT FROM comments AS c
                WHERE NOT EXISTS (SELECT FROM posts AS p WHERE p.id = c.post_id))
            OR EXISTS (SELECT FROM comments AS c WHERE c.author_id IS NOT NULL
                AND NOT EXISTS (SELECT FROM users AS u WHERE u.id = c.author_id))
            OR EXISTS (SELECT FROM comments AS c WHERE c.parent_id IS NOT NULL
                AND NOT EXISTS (SELECT FROM comments AS p WHERE p.id = c.parent_id))
            OR EXISTS (SELECT FROM (
                    SELECT follower_id AS one, followed_id AS other FROM follows
                    UNION ALL SELECT blocker_id, blocked_id FROM blocks
                    UNION ALL SELECT muter_id, muted_id FROM mutes) AS r
                WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = r.one)
                    OR NOT EXISTS (SELECT FROM users AS u WHERE u.id = r.other))
            OR EXISTS (SELECT FROM (
                    SELECT user_id, post_id FROM post_likes
                    UNION ALL SELECT user_id, post_id FROM reposts
                    UNION ALL SELECT user_id, post_id FROM bookmarks) AS r
                WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = r.user_id)
                    OR NOT EXISTS (SELECT FROM posts AS p WHERE p.id = r.post_id))
            OR EXISTS (SELECT FROM comment_likes AS l
                WHERE NOT EXISTS (SELECT FROM users AS u WHERE u.id = l.user_id)
                    OR NOT EXISTS (SELECT FROM comments AS c WHERE c.id = l.comment_id))
            AS "gone!""#
    )
    .fetch_one(work)
    .await
}
