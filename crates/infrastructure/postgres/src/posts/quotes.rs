//! The posts that quote a post.

use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::paging::PageLimit;

use super::rows::{PostRow, post_rows};
use crate::connection::Pool;
use crate::paging::Edge;

/// What stands behind the edge, going away from it; nothing where the post itself is not there for
/// the viewer.
pub(super) async fn older(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    edge: &Edge,
    limit: PageLimit,
) -> Result<Vec<PostRow>, sqlx::Error> {
    post_rows!(
        "hidden_in_lists",
        "p.quoted_post_id = $5 AND (p.created_at, p.id) < ($2, $3) AND EXISTS (
             SELECT FROM posts s WHERE s.id = $5 AND ($1::text IS NULL OR NOT EXISTS (
                 SELECT FROM hidden_by_block x
                 WHERE x.viewer_id = $1 AND x.user_id = s.author_id))
             AND (s.hidden_at IS NULL OR s.author_id = $1
                 OR EXISTS (SELECT FROM moderators m WHERE m.id = $1)))
         ORDER BY p.created_at DESC, p.id DESC LIMIT $4",
        viewer,
        edge.at,
        &edge.id,
        limit.and_one(),
        post.as_str()
    )
    .fetch_all(pool)
    .await
}

/// What stands before the edge, going away from it.
pub(super) async fn newer(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    edge: &Edge,
    limit: PageLimit,
) -> Result<Vec<PostRow>, sqlx::Error> {
    post_rows!(
        "hidden_in_lists",
        "p.quoted_post_id = $5 AND (p.created_at, p.id) > ($2, $3) AND EXISTS (
             SELECT FROM posts s WHERE s.id = $5 AND ($1::text IS NULL OR NOT EXISTS (
                 SELECT FROM hidden_by_block x
                 WHERE x.viewer_id = $1 AND x.user_id = s.author_id))
             AND (s.hidden_at IS NULL OR s.author_id = $1
                 OR EXISTS (SELECT FROM moderators m WHERE m.id = $1)))
         ORDER BY p.created_at, p.id LIMIT $4",
        viewer,
        edge.at,
        &edge.id,
        limit.and_one(),
        post.as_str()
    )
    .fetch_all(pool)
    .await
}

/// Whether a row stands at the edge or behind it.
pub(super) async fn follows(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    edge: &Edge,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT (SELECT p.id FROM posts p
               WHERE p.hidden_at IS NULL AND p.quoted_post_id = $4 AND (p.created_at, p.id) <= ($2, $3)
                   AND ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM hidden_in_lists x
                       WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
               ORDER BY p.created_at DESC, p.id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
        viewer.as_ref().map(UserId::as_str),
        edge.at,
        &edge.id,
        post.as_str(),
    )
    .fetch_one(pool)
    .await
}
