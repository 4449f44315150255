//! Counters against a recount.

use sqlx::postgres::PgConnection;

use super::{Broken, LISTED};

pub(super) async fn post_counts(connection: &mut PgConnection) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT u.id AS "subject!",
               format('stored %s, counted %s', u.post_count, coalesce(n.counted, 0)) AS "detail!"
           FROM users u LEFT JOIN (
               SELECT author_id, count(*) AS counted FROM posts
               WHERE hidden_at IS NULL GROUP BY author_id
           ) n ON n.author_id = u.id
           WHERE u.post_count <> coalesce(n.counted, 0) ORDER BY u.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn set_post_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE users u SET post_count = n.counted FROM (
             SELECT u.id, count(p.id) AS counted
             FROM users u LEFT JOIN posts p ON p.author_id = u.id AND p.hidden_at IS NULL
             GROUP BY u.id
         ) n WHERE n.id = u.id AND u.post_count <> n.counted",
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn comment_counts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT p.id AS "subject!",
               format('stored %s, counted %s', p.comment_count, coalesce(n.counted, 0))
                   AS "detail!"
           FROM posts p LEFT JOIN (
               SELECT post_id, count(*) AS counted FROM comments
               WHERE deleted_at IS NULL AND hidden_at IS NULL GROUP BY post_id
           ) n ON n.post_id = p.id
           WHERE p.comment_count <> coalesce(n.counted, 0) ORDER BY p.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn set_comment_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE posts p SET comment_count = n.counted FROM (
             SELECT p.id, count(c.id) AS counted
             FROM posts p LEFT JOIN comments c ON c.post_id = p.id AND c.deleted_at IS NULL
                 AND c.hidden_at IS NULL
             GROUP BY p.id
         ) n WHERE n.id = p.id AND p.comment_count <> n.counted",
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn reply_counts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT c.id AS "subject!",
               format('stored %s, counted %s', c.reply_count, coalesce(n.counted, 0))
                   AS "detail!"
           FROM comments c LEFT JOIN (
               SELECT parent_id, count(*) AS counted FROM comments
               WHERE deleted_at IS NULL AND hidden_at IS NULL AND parent_id IS NOT NULL
               GROUP BY parent_id
           ) n ON n.parent_id = c.id
           WHERE c.reply_count <> coalesce(n.counted, 0) ORDER BY c.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn set_reply_counts(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE comments c SET reply_count = n.counted FROM (
             SELECT c.id, count(r.id) AS counted
             FROM comments c LEFT JOIN comments r ON r.parent_id = c.id AND r.deleted_at IS NULL
                 AND r.hidden_at IS NULL
             GROUP BY c.id
         ) n WHERE n.id = c.id AND c.reply_count <> n.counted",
    )
    .execute(connection)
    .await?;
    Ok(())
}
