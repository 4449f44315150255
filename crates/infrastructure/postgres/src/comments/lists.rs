//! Lists of comments in order of time: one query text for each list and direction.

use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::comments::CommentOrder;
use thoughts_use_cases::paging::{PageRequest, TimeKey};

use super::rows::{CommentRow, comment_rows};
use crate::connection::Pool;
use crate::paging::Edge;

/// What was fetched, going away from the edge, and whether a row stands at the edge or behind it,
/// which is asked for backward pages only.
type Fetched = (Vec<CommentRow>, bool);

macro_rules! rows {
    ($pool:expr, $owner:tt, $rest:tt, $id:expr, $edge:expr, $limit:expr) => {
        comment_rows!(
            $owner,
            "comments c",
            "NULL::bigint",
            $rest,
            $id,
            $edge.at,
            &$edge.id,
            $limit
        )
        .fetch_all($pool)
        .await
    };
}

macro_rules! follows {
    ($pool:expr, $condition:tt, $id:expr, $edge:expr) => {
        sqlx::query_scalar!(
            r#"SELECT (SELECT id FROM comments WHERE "#
                + $condition
                + r#" LIMIT 1) IS NOT NULL AS "follows!""#,
            $id,
            $edge.at,
            &$edge.id
        )
        .fetch_one($pool)
        .await
    };
}

pub(super) async fn of_post(
    pool: &Pool,
    post: PostId,
    order: CommentOrder,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    let id = post.as_str();
    let limit = page.limit.and_one();
    let newest = order == CommentOrder::Newest;
    let edge = if newest {
        Edge::newest_first(page)
    } else {
        Edge::oldest_first(page)
    };
    // Walking the newest first backward is walking the oldest first forward.
    let rows = if newest == page.is_backward() {
        rows!(
            pool,
            "SELECT id FROM posts WHERE id = $1",
            "c.post_id = $1 AND c.parent_id IS NULL AND (c.created_at, c.id) > ($2, $3)
             ORDER BY c.created_at, c.id LIMIT $4",
            id,
            edge,
            limit
        )?
    } else {
        rows!(
            pool,
            "SELECT id FROM posts WHERE id = $1",
            "c.post_id = $1 AND c.parent_id IS NULL AND (c.created_at, c.id) < ($2, $3)
             ORDER BY c.created_at DESC, c.id DESC LIMIT $4",
            id,
            edge,
            limit
        )?
    };
    let follows = match (page.is_backward(), newest) {
        (false, _) => false,
        (true, true) => follows!(
            pool,
            "post_id = $1 AND parent_id IS NULL AND (created_at, id) <= ($2, $3)
             ORDER BY created_at DESC, id DESC",
            id,
            edge
        )?,
        (true, false) => follows!(
            pool,
            "post_id = $1 AND parent_id IS NULL AND (created_at, id) >= ($2, $3)
             ORDER BY created_at, id",
            id,
            edge
        )?,
    };
    Ok((rows, follows))
}

pub(super) async fn replies(
    pool: &Pool,
    comment: CommentId,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    let id = comment.as_str();
    let limit = page.limit.and_one();
    let edge = Edge::oldest_first(page);
    if !page.is_backward() {
        let rows = rows!(
            pool,
            "SELECT id FROM comments WHERE id = $1",
            "c.parent_id = $1 AND (c.created_at, c.id) > ($2, $3)
             ORDER BY c.created_at, c.id LIMIT $4",
            id,
            edge,
            limit
        )?;
        return Ok((rows, false));
    }
    let rows = rows!(
        pool,
        "SELECT id FROM comments WHERE id = $1",
        "c.parent_id = $1 AND (c.created_at, c.id) < ($2, $3)
         ORDER BY c.created_at DESC, c.id DESC LIMIT $4",
        id,
        edge,
        limit
    )?;
    let follows = follows!(
        pool,
        "parent_id = $1 AND (created_at, id) >= ($2, $3)
             ORDER BY created_at, id",
        id,
        edge
    )?;
    Ok((rows, follows))
}

pub(super) async fn by_user(
    pool: &Pool,
    user: UserId,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    let id = user.as_str();
    let limit = page.limit.and_one();
    let edge = Edge::newest_first(page);
    if !page.is_backward() {
        let rows = rows!(
            pool,
            "SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL",
            "c.author_id = $1 AND (c.created_at, c.id) < ($2, $3)
             ORDER BY c.created_at DESC, c.id DESC LIMIT $4",
            id,
            edge,
            limit
        )?;
        return Ok((rows, false));
    }
    let rows = rows!(
        pool,
        "SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL",
        "c.author_id = $1 AND (c.created_at, c.id) > ($2, $3)
         ORDER BY c.created_at, c.id LIMIT $4",
        id,
        edge,
        limit
    )?;
    let follows = follows!(
        pool,
        "author_id = $1 AND (created_at, id) <= ($2, $3)
             ORDER BY created_at DESC, id DESC",
        id,
        edge
    )?;
    Ok((rows, follows))
}
