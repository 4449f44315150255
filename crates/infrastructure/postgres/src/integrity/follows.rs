//! Counters of follows against a recount.

use sqlx::postgres::PgConnection;

use super::{Broken, LISTED};

pub(super) async fn follower_counts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT u.id AS "subject!",
               format('stored %s, counted %s', u.follower_count, coalesce(n.counted, 0))
                   AS "detail!"
           FROM users u LEFT JOIN (
               SELECT followed_id, count(*) AS counted FROM follows GROUP BY followed_id
           ) n ON n.followed_id = u.id
           WHERE u.follower_count <> coalesce(n.counted, 0) ORDER BY u.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn following_counts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT u.id AS "subject!",
               format('stored %s, counted %s', u.following_count, coalesce(n.counted, 0))
                   AS "detail!"
           FROM users u LEFT JOIN (
               SELECT follower_id, count(*) AS counted FROM follows GROUP BY follower_id
           ) n ON n.follower_id = u.id
           WHERE u.following_count <> coalesce(n.counted, 0) ORDER BY u.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn set_follower_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE users u SET follower_count = n.counted FROM (
             SELECT u.id, (SELECT count(*) FROM follows f WHERE f.followed_id = u.id) AS counted
             FROM users u
         ) n WHERE n.id = u.id AND u.follower_count <> n.counted",
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn set_following_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE users u SET following_count = n.counted FROM (
             SELECT u.id, (SELECT count(*) FROM follows f WHERE f.follower_id = u.id) AS counted
             FROM users u
         ) n WHERE n.id = u.id AND u.following_count <> n.counted",
    )
    .execute(connection)
    .await?;
    Ok(())
}
