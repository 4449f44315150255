//! The feed: one query text for each filter and direction, so that each walks the index that fits
//! it. One text with `$2 IS NULL OR ..` would walk none.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::paging::PageLimit;
use thoughts_use_cases::posts::PostFilter;

use super::rows::{PostRow, post_rows};
use crate::connection::Pool;
use crate::paging::Edge;

/// What stands behind the edge, going away from it.
pub(super) async fn older(
    pool: &Pool,
    filter: &PostFilter,
    viewer: Option<UserId>,
    edge: &Edge,
    limit: PageLimit,
) -> Result<Vec<PostRow>, sqlx::Error> {
    let (at, id, limit) = (edge.at, edge.id.as_str(), limit.and_one());
    match (&filter.author, &filter.hashtag) {
        (None, None) => {
            post_rows!(
                "hidden_in_lists",
                "(p.created_at, p.id) < ($2, $3)
                 ORDER BY p.created_at DESC, p.id DESC LIMIT $4",
                viewer,
                at,
                id,
                limit
            )
            .fetch_all(pool)
            .await
        }
        (Some(author), None) => {
            post_rows!(
                "hidden_in_lists",
                "p.author_id = $5 AND (p.created_at, p.id) < ($2, $3)
                 ORDER BY p.created_at DESC, p.id DESC LIMIT $4",
                viewer,
                at,
                id,
                limit,
                author.as_str()
            )
            .fetch_all(pool)
            .await
        }
        (None, Some(tag)) => {
            post_rows!(
                "hidden_in_lists",
                "p.id = ANY (ARRAY(
                     SELECT t.post_id FROM post_hashtags t
                     WHERE t.tag = $5 AND (t.created_at, t.post_id) < ($2, $3)
                         AND ($1::text IS NULL OR NOT EXISTS (
                             SELECT FROM posts q JOIN hidden_in_lists x ON x.user_id = q.author_id
                             WHERE q.id = t.post_id AND x.viewer_id = $1 OFFSET 0))
                     ORDER BY t.created_at DESC, t.post_id DESC LIMIT $4))",
                viewer,
                at,
                id,
                limit,
                tag
            )
            .fetch_all(pool)
            .await
        }
        (Some(author), Some(tag)) => {
            post_rows!(
                "hidden_in_lists",
                "p.author_id = $5 AND $6 = ANY (p.hashtags) AND (p.created_at, p.id) < ($2, $3)
                 ORDER BY p.created_at DESC, p.id DESC LIMIT $4",
                viewer,
                at,
                id,
                limit,
                author.as_str(),
                tag
            )
            .fetch_all(pool)
            .await
        }
    }
}

/// What stands before the edge, going away from it.
pub(super) async fn newer(
    pool: &Pool,
    filter: &PostFilter,
    viewer: Option<UserId>,
    edge: &Edge,
    limit: PageLimit,
) -> Result<Vec<PostRow>, sqlx::Error> {
    let (at, id, limit) = (edge.at, edge.id.as_str(), limit.and_one());
    match (&filter.author, &filter.hashtag) {
        (None, None) => {
            post_rows!(
                "hidden_in_lists",
                "(p.created_at, p.id) > ($2, $3) ORDER BY p.created_at, p.id LIMIT $4",
                viewer,
                at,
                id,
                limit
            )
            .fetch_all(pool)
            .await
        }
        (Some(author), None) => {
            post_rows!(
                "hidden_in_lists",
                "p.author_id = $5 AND (p.created_at, p.id) > ($2, $3)
                 ORDER BY p.created_at, p.id LIMIT $4",
                viewer,
                at,
                id,
                limit,
                author.as_str()
            )
            .fetch_all(pool)
            .await
        }
        (None, Some(tag)) => {
            post_rows!(
                "hidden_in_lists",
                "p.id = ANY (ARRAY(
                     SELECT t.post_id FROM post_hashtags t
                     WHERE t.tag = $5 AND (t.created_at, t.post_id) > ($2, $3)
                         AND ($1::text IS NULL OR NOT EXISTS (
                             SELECT FROM posts q JOIN hidden_in_lists x ON x.user_id = q.author_id
                             WHERE q.id = t.post_id AND x.viewer_id = $1 OFFSET 0))
                     ORDER BY t.created_at, t.post_id LIMIT $4))",
                viewer,
                at,
                id,
                limit,
                tag
            )
            .fetch_all(pool)
            .await
        }
        (Some(author), Some(tag)) => {
            post_rows!(
                "hidden_in_lists",
                "p.author_id = $5 AND $6 = ANY (p.hashtags) AND (p.created_at, p.id) > ($2, $3)
                 ORDER BY p.created_at, p.id LIMIT $4",
                viewer,
                at,
                id,
                limit,
                author.as_str(),
                tag
            )
            .fetch_all(pool)
            .await
        }
    }
}

/// Whether a row stands at the edge or behind it. The first one rather than EXISTS, for which the
/// planner would walk the table in any order.
pub(super) async fn follows(
    pool: &Pool,
    filter: &PostFilter,
    viewer: Option<UserId>,
    edge: &Edge,
) -> Result<bool, sqlx::Error> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = (edge.at, edge.id.as_str());
    match (&filter.author, &filter.hashtag) {
        (None, None) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT p.id FROM posts p
                       WHERE p.hidden_at IS NULL AND (p.created_at, p.id) <= ($2, $3)
                           AND ($1::text IS NULL OR NOT EXISTS (
                               SELECT FROM hidden_in_lists x
                               WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                       ORDER BY p.created_at DESC, p.id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                who,
                at,
                id,
            )
            .fetch_one(pool)
            .await
        }
        (Some(author), None) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT p.id FROM posts p
                       WHERE p.hidden_at IS NULL
                           AND p.author_id = $4 AND (p.created_at, p.id) <= ($2, $3)
                           AND ($1::text IS NULL OR NOT EXISTS (
                               SELECT FROM hidden_in_lists x
                               WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                       ORDER BY p.created_at DESC, p.id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                who,
                at,
                id,
                author.as_str(),
            )
            .fetch_one(pool)
            .await
        }
        (None, Some(tag)) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT t.post_id FROM post_hashtags t
                       WHERE t.tag = $4 AND (t.created_at, t.post_id) <= ($2, $3)
                           AND ($1::text IS NULL OR NOT EXISTS (
                               SELECT FROM posts q JOIN hidden_in_lists x ON x.user_id = q.author_id
                               WHERE q.id = t.post_id AND x.viewer_id = $1 OFFSET 0))
                       ORDER BY t.created_at DESC, t.post_id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                who,
                at,
                id,
                tag,
            )
            .fetch_one(pool)
            .await
        }
        (Some(author), Some(tag)) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT p.id FROM posts p
                       WHERE p.hidden_at IS NULL
                           AND p.author_id = $4 AND $5 = ANY (p.hashtags)
                           AND (p.created_at, p.id) <= ($2, $3)
                           AND ($1::text IS NULL OR NOT EXISTS (
                               SELECT FROM hidden_in_lists x
                               WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                       ORDER BY p.created_at DESC, p.id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                who,
                at,
                id,
                author.as_str(),
                tag,
            )
            .fetch_one(pool)
            .await
        }
    }
}
