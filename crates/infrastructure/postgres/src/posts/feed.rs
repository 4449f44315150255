//! The feed: one query text for each filter and direction, so that each walks the index that fits
//! it. One text with `$1 IS NULL OR ..` would walk none.

use thoughts_use_cases::paging::PageLimit;
use thoughts_use_cases::posts::PostFilter;

use super::rows::{PostRow, post_rows};
use crate::connection::Pool;
use crate::paging::Edge;

/// What stands behind the edge, going away from it.
pub(super) async fn older(
    pool: &Pool,
    filter: &PostFilter,
    edge: &Edge,
    limit: PageLimit,
) -> Result<Vec<PostRow>, sqlx::Error> {
    let (at, id, limit) = (edge.at, edge.id.as_str(), limit.and_one());
    match (&filter.author, &filter.hashtag) {
        (None, None) => {
            post_rows!(
                "(p.created_at, p.id) < ($1, $2)
                 ORDER BY p.created_at DESC, p.id DESC LIMIT $3",
                at,
                id,
                limit
            )
            .fetch_all(pool)
            .await
        }
        (Some(author), None) => {
            post_rows!(
                "p.author_id = $4 AND (p.created_at, p.id) < ($1, $2)
                 ORDER BY p.created_at DESC, p.id DESC LIMIT $3",
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
                "p.id = ANY (ARRAY(
                     SELECT t.post_id FROM post_hashtags t
                     WHERE t.tag = $4 AND (t.created_at, t.post_id) < ($1, $2)
                     ORDER BY t.created_at DESC, t.post_id DESC LIMIT $3))",
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
                "p.author_id = $4 AND $5 = ANY (p.hashtags) AND (p.created_at, p.id) < ($1, $2)
                 ORDER BY p.created_at DESC, p.id DESC LIMIT $3",
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
    edge: &Edge,
    limit: PageLimit,
) -> Result<Vec<PostRow>, sqlx::Error> {
    let (at, id, limit) = (edge.at, edge.id.as_str(), limit.and_one());
    match (&filter.author, &filter.hashtag) {
        (None, None) => {
            post_rows!(
                "(p.created_at, p.id) > ($1, $2) ORDER BY p.created_at, p.id LIMIT $3",
                at,
                id,
                limit
            )
            .fetch_all(pool)
            .await
        }
        (Some(author), None) => {
            post_rows!(
                "p.author_id = $4 AND (p.created_at, p.id) > ($1, $2)
                 ORDER BY p.created_at, p.id LIMIT $3",
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
                "p.id = ANY (ARRAY(
                     SELECT t.post_id FROM post_hashtags t
                     WHERE t.tag = $4 AND (t.created_at, t.post_id) > ($1, $2)
                     ORDER BY t.created_at, t.post_id LIMIT $3))",
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
                "p.author_id = $4 AND $5 = ANY (p.hashtags) AND (p.created_at, p.id) > ($1, $2)
                 ORDER BY p.created_at, p.id LIMIT $3",
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
    edge: &Edge,
) -> Result<bool, sqlx::Error> {
    let (at, id) = (edge.at, edge.id.as_str());
    match (&filter.author, &filter.hashtag) {
        (None, None) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT id FROM posts WHERE (created_at, id) <= ($1, $2)
                       ORDER BY created_at DESC, id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                at,
                id,
            )
            .fetch_one(pool)
            .await
        }
        (Some(author), None) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT id FROM posts
                       WHERE author_id = $3 AND (created_at, id) <= ($1, $2)
                       ORDER BY created_at DESC, id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                at,
                id,
                author.as_str(),
            )
            .fetch_one(pool)
            .await
        }
        (None, Some(tag)) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT post_id FROM post_hashtags
                       WHERE tag = $3 AND (created_at, post_id) <= ($1, $2)
                       ORDER BY created_at DESC, post_id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                at,
                id,
                tag,
            )
            .fetch_one(pool)
            .await
        }
        (Some(author), Some(tag)) => {
            sqlx::query_scalar!(
                r#"SELECT (SELECT id FROM posts
                       WHERE author_id = $3 AND $4 = ANY (hashtags)
                           AND (created_at, id) <= ($1, $2)
                       ORDER BY created_at DESC, id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
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
