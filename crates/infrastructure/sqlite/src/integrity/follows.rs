//! Counters of follows against a recount.

use sqlx::SqliteConnection;
use thoughts_use_cases::integrity::Finding;
use thoughts_use_cases::storage::StorageError;

use super::{FOLLOWER_COUNT, FOLLOWING_COUNT, Found, LISTED, findings};
use crate::errors::failure;

pub(super) async fn verify(
    connection: &mut SqliteConnection,
) -> Result<Vec<Finding>, StorageError> {
    let followers = sqlx::query_as!(
        Found,
        r#"SELECT u.id AS "subject!: String",
            'stored ' || u.follower_count || ', counted ' || coalesce(c.n, 0) AS "detail!: String"
        FROM users u
        LEFT JOIN (SELECT followed_id, count(*) AS n FROM follows GROUP BY followed_id) c
            ON c.followed_id = u.id
        WHERE u.follower_count <> coalesce(c.n, 0) ORDER BY u.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let following = sqlx::query_as!(
        Found,
        r#"SELECT u.id AS "subject!: String",
            'stored ' || u.following_count || ', counted ' || coalesce(c.n, 0) AS "detail!: String"
        FROM users u
        LEFT JOIN (SELECT follower_id, count(*) AS n FROM follows GROUP BY follower_id) c
            ON c.follower_id = u.id
        WHERE u.following_count <> coalesce(c.n, 0) ORDER BY u.id LIMIT ?"#,
        LISTED
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    Ok(findings(FOLLOWER_COUNT, followers)
        .chain(findings(FOLLOWING_COUNT, following))
        .collect())
}

/// Sets every wrong counter, listed or not.
pub(super) async fn repair(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    sqlx::query!(
        "UPDATE users SET follower_count = recount.followers, following_count = recount.following
        FROM (SELECT u.id,
                (SELECT count(*) FROM follows f WHERE f.followed_id = u.id) AS followers,
                (SELECT count(*) FROM follows f WHERE f.follower_id = u.id) AS following
            FROM users u) AS recount
        WHERE users.id = recount.id
            AND (users.follower_count, users.following_count)
                <> (recount.followers, recount.following)"
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
