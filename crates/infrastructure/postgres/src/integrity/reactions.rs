//! Counters of reactions against a recount; a counter is its column and what stands beside it.

use sqlx::postgres::PgConnection;

use super::{Broken, LISTED};

pub(super) async fn like_counts(connection: &mut PgConnection) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT p.id AS "subject!",
               format('stored %s, counted %s', p.like_count + coalesce(s.beside, 0),
                   coalesce(n.counted, 0)) AS "detail!"
           FROM posts p LEFT JOIN (
               SELECT post_id, sum(likes) AS beside FROM counter_slots GROUP BY post_id
           ) s ON s.post_id = p.id LEFT JOIN (
               SELECT post_id, count(*) AS counted FROM post_likes GROUP BY post_id
           ) n ON n.post_id = p.id
           WHERE p.like_count + coalesce(s.beside, 0) <> coalesce(n.counted, 0)
           ORDER BY p.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn repost_counts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT p.id AS "subject!",
               format('stored %s, counted %s', p.repost_count + coalesce(s.beside, 0),
                   coalesce(n.counted, 0)) AS "detail!"
           FROM posts p LEFT JOIN (
               SELECT post_id, sum(reposts) AS beside FROM counter_slots GROUP BY post_id
           ) s ON s.post_id = p.id LEFT JOIN (
               SELECT post_id, count(*) AS counted FROM reposts GROUP BY post_id
           ) n ON n.post_id = p.id
           WHERE p.repost_count + coalesce(s.beside, 0) <> coalesce(n.counted, 0)
           ORDER BY p.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn comment_like_counts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT c.id AS "subject!",
               format('stored %s, counted %s', c.like_count, coalesce(n.counted, 0)) AS "detail!"
           FROM comments c LEFT JOIN (
               SELECT comment_id, count(*) AS counted FROM comment_likes GROUP BY comment_id
           ) n ON n.comment_id = c.id
           WHERE c.like_count <> coalesce(n.counted, 0) ORDER BY c.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

/// What stands beside the column is right as it is, and added to it later.
pub(super) async fn set_like_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE posts p SET like_count = n.likes FROM (
             SELECT p.id, (SELECT count(*) FROM post_likes l WHERE l.post_id = p.id) - coalesce(
                 (SELECT sum(s.likes)::bigint FROM counter_slots s WHERE s.post_id = p.id), 0)
                 AS likes
             FROM posts p
         ) n WHERE n.id = p.id AND p.like_count <> n.likes",
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn set_repost_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE posts p SET repost_count = n.reposts FROM (
             SELECT p.id, (SELECT count(*) FROM reposts r WHERE r.post_id = p.id) - coalesce(
                 (SELECT sum(s.reposts)::bigint FROM counter_slots s WHERE s.post_id = p.id), 0)
                 AS reposts
             FROM posts p
         ) n WHERE n.id = p.id AND p.repost_count <> n.reposts",
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn set_comment_like_counts(
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE comments c SET like_count = n.likes FROM (
             SELECT c.id, (SELECT count(*) FROM comment_likes l WHERE l.comment_id = c.id) AS likes
             FROM comments c
         ) n WHERE n.id = c.id AND c.like_count <> n.likes",
    )
    .execute(connection)
    .await?;
    Ok(())
}
