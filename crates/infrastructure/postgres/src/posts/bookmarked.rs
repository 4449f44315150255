//! The posts that somebody has bookmarked.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::engagement::BookmarkedPost;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PostRow, post_rows};
use crate::connection::Pool;
use crate::convert::{moment, present};
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble, positioned};

/// What a user has bookmarked, the last first, as he may see it.
pub(crate) async fn bookmarked(
    pool: &Pool,
    user: UserId,
    page: &PageRequest<TimeKey>,
) -> Result<Positioned<Page<BookmarkedPost, TimeKey>>, StorageError> {
    let edge = Edge::newest_first(page);
    let rows = fetch(pool, user, page, &edge)
        .await
        .map_err(storage_error)?;
    let follows = page.is_backward() && follows(pool, user, &edge).await.map_err(storage_error)?;
    let (position, epoch) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone()))
        .unwrap_or_default();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let since = row.bookmarked_at;
        if let Some(post) = row.view()? {
            let since = moment(present(since, "bookmarks.created_at")?);
            kept.push(BookmarkedPost { post, since });
        }
    }
    let key = |row: &BookmarkedPost| TimeKey {
        at: row.since,
        id: row.post.id.raw(),
    };
    let page = assemble(kept, page, Order::Descending, follows, key);
    Ok(positioned(position, &epoch, page)?)
}

async fn fetch(
    pool: &Pool,
    user: UserId,
    page: &PageRequest<TimeKey>,
    edge: &Edge,
) -> Result<Vec<PostRow>, sqlx::Error> {
    let (who, limit) = (Some(user), page.limit.and_one());
    if page.is_backward() {
        return post_rows!(
            "hidden_in_lists",
            "p.id = ANY (ARRAY(
                 SELECT b.post_id FROM bookmarks b
                 WHERE b.user_id = $1 AND (b.created_at, b.post_id) > ($2, $3) AND NOT EXISTS (
                     SELECT FROM posts q JOIN hidden_in_lists x ON x.user_id = q.author_id
                     WHERE q.id = b.post_id AND x.viewer_id = $1 OFFSET 0)
                 AND NOT EXISTS (SELECT FROM posts w
                     WHERE w.id = b.post_id AND w.hidden_at IS NOT NULL OFFSET 0)
                 ORDER BY b.created_at, b.post_id LIMIT $4))",
            who,
            edge.at,
            &edge.id,
            limit
        )
        .fetch_all(pool)
        .await;
    }
    post_rows!(
        "hidden_in_lists",
        "p.id = ANY (ARRAY(
             SELECT b.post_id FROM bookmarks b
             WHERE b.user_id = $1 AND (b.created_at, b.post_id) < ($2, $3) AND NOT EXISTS (
                 SELECT FROM posts q JOIN hidden_in_lists x ON x.user_id = q.author_id
                 WHERE q.id = b.post_id AND x.viewer_id = $1 OFFSET 0)
                 AND NOT EXISTS (SELECT FROM posts w
                     WHERE w.id = b.post_id AND w.hidden_at IS NOT NULL OFFSET 0)
             ORDER BY b.created_at DESC, b.post_id DESC LIMIT $4))",
        who,
        edge.at,
        &edge.id,
        limit
    )
    .fetch_all(pool)
    .await
}

/// Whether a row stands at the edge or behind it.
async fn follows(pool: &Pool, user: UserId, edge: &Edge) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT (SELECT b.post_id FROM bookmarks b
               WHERE b.user_id = $1 AND (b.created_at, b.post_id) <= ($2, $3) AND NOT EXISTS (
                   SELECT FROM posts q JOIN hidden_in_lists x ON x.user_id = q.author_id
                   WHERE q.id = b.post_id AND x.viewer_id = $1 OFFSET 0)
                 AND NOT EXISTS (SELECT FROM posts w
                     WHERE w.id = b.post_id AND w.hidden_at IS NOT NULL OFFSET 0)
               ORDER BY b.created_at DESC, b.post_id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
        user.as_str(),
        edge.at,
        &edge.id,
    )
    .fetch_one(pool)
    .await
}
