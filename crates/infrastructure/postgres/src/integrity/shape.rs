//! What no constraint can say of comments and of the log.

use sqlx::postgres::PgConnection;
use thoughts_domain::comments::MAX_DEPTH;

use super::{Broken, LISTED};

/// A tombstone is there to hold what stands under it.
pub(super) async fn childless_tombstones(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT c.id AS "subject!", 'nothing stands under this tombstone' AS "detail!"
           FROM comments c
           WHERE c.deleted_at IS NOT NULL
               AND NOT EXISTS (SELECT FROM comments r WHERE r.parent_id = c.id)
           ORDER BY c.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

/// From the deepest up: each level may free the one above it.
pub(super) async fn prune_tombstones(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    for _ in 0..=MAX_DEPTH {
        sqlx::query!(
            "DELETE FROM comments c WHERE c.deleted_at IS NOT NULL
                 AND NOT EXISTS (SELECT FROM comments r WHERE r.parent_id = c.id)",
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

pub(super) async fn depths(connection: &mut PgConnection) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT c.id AS "subject!",
               format('depth %s under depth %s', c.depth, p.depth) AS "detail!"
           FROM comments c JOIN comments p ON p.id = c.parent_id
           WHERE c.depth <> p.depth + 1 ORDER BY c.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn parent_posts(
    connection: &mut PgConnection,
) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"SELECT c.id AS "subject!",
               format('on post %s under a parent on post %s', c.post_id, p.post_id) AS "detail!"
           FROM comments c JOIN comments p ON p.id = c.parent_id
           WHERE c.post_id <> p.post_id ORDER BY c.id LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}

/// Positions are consecutive up to the head. Where old days were dropped, the first hour that is
/// left may miss a few: days are cut by time, and positions follow the order of commits.
pub(super) async fn positions(connection: &mut PgConnection) -> Result<Vec<Broken>, sqlx::Error> {
    sqlx::query_as!(
        Broken,
        r#"WITH kept AS (
               SELECT min(position) AS first, min(occurred_at) + interval '1 hour' AS settled
               FROM events
           ), placed AS (
               SELECT position, occurred_at,
                   lag(position) OVER (ORDER BY position) AS before
               FROM events
           ), wrong AS (
               SELECT p.position, format('follows %s', coalesce(p.before, 0)) AS detail
               FROM placed p CROSS JOIN kept k
               WHERE p.before IS NOT NULL AND p.position <> p.before + 1
                   AND (k.first = 1 OR p.occurred_at > k.settled)
               UNION ALL
               SELECT h.position, format('the head, but the last event is %s', e.last)
               FROM event_head h CROSS JOIN (SELECT max(position) AS last FROM events) e
               WHERE e.last <> h.position
           )
           SELECT w.position::text AS "subject!", w.detail AS "detail!"
           FROM wrong w ORDER BY w.position LIMIT $1"#,
        LISTED,
    )
    .fetch_all(connection)
    .await
}
