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
    ($pool:expr, post, $($rest:tt)+) => {
        rows!(
            @owned $pool,
            "SELECT p.id FROM posts p WHERE p.id = $2 AND ($1::text IS NULL OR NOT EXISTS (
                 SELECT FROM hidden_by_block x
                 WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                 AND (p.hidden_at IS NULL OR p.author_id = $1
                     OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))",
            $($rest)+
        )
    };
    ($pool:expr, parent, $($rest:tt)+) => {
        rows!(
            @owned $pool,
            "SELECT p.id FROM comments p WHERE p.id = $2 AND ($1::text IS NULL OR NOT EXISTS (
                 SELECT FROM hidden_by_block x
                 WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                 AND NOT EXISTS (
                     SELECT FROM posts w WHERE w.id = p.post_id AND w.hidden_at IS NOT NULL
                         AND w.author_id IS DISTINCT FROM $1
                         AND NOT EXISTS (SELECT FROM moderators m WHERE m.id = $1) OFFSET 0)",
            $($rest)+
        )
    };
    ($pool:expr, author, $($rest:tt)+) => {
        rows!(
            @owned $pool,
            "SELECT u.id FROM users u WHERE u.id = $2 AND u.deleted_at IS NULL
                 AND ($1::text IS NULL OR NOT EXISTS (
                     SELECT FROM hidden_by_block x
                     WHERE x.viewer_id = $1 AND x.user_id = u.id))",
            $($rest)+
        )
    };
    (
        @owned $pool:expr, $owner:tt, $rest:tt, $viewer:expr, $id:expr, $edge:expr, $limit:expr
    ) => {
        comment_rows!(
            "hidden_in_lists",
            $owner,
            "comments c",
            "NULL::bigint",
            $rest,
            $viewer,
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
    ($pool:expr, $condition:tt, $viewer:expr, $id:expr, $edge:expr) => {
        sqlx::query_scalar!(
            r#"SELECT (SELECT c.id FROM comments c WHERE ($1::text IS NULL OR NOT EXISTS (
                   SELECT FROM hidden_in_lists x
                   WHERE x.viewer_id = $1 AND x.user_id = c.author_id)) AND "#
                + $condition
                + r#" LIMIT 1) IS NOT NULL AS "follows!""#,
            $viewer.as_ref().map(UserId::as_str),
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
    viewer: Option<UserId>,
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
            post,
            "c.post_id = $2 AND c.parent_id IS NULL AND (c.created_at, c.id) > ($3, $4)
             ORDER BY c.created_at, c.id LIMIT $5",
            viewer,
            id,
            edge,
            limit
        )?
    } else {
        rows!(
            pool,
            post,
            "c.post_id = $2 AND c.parent_id IS NULL AND (c.created_at, c.id) < ($3, $4)
             ORDER BY c.created_at DESC, c.id DESC LIMIT $5",
            viewer,
            id,
            edge,
            limit
        )?
    };
    let follows = match (page.is_backward(), newest) {
        (false, _) => false,
        (true, true) => follows!(
            pool,
            "c.post_id = $2 AND c.parent_id IS NULL AND (c.created_at, c.id) <= ($3, $4)
             ORDER BY c.created_at DESC, c.id DESC",
            viewer,
            id,
            edge
        )?,
        (true, false) => follows!(
            pool,
            "c.post_id = $2 AND c.parent_id IS NULL AND (c.created_at, c.id) >= ($3, $4)
             ORDER BY c.created_at, c.id",
            viewer,
            id,
            edge
        )?,
    };
    Ok((rows, follows))
}

pub(super) async fn replies(
    pool: &Pool,
    comment: CommentId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    let id = comment.as_str();
    let limit = page.limit.and_one();
    let edge = Edge::oldest_first(page);
    if !page.is_backward() {
        let rows = rows!(
            pool,
            parent,
            "c.parent_id = $2 AND (c.created_at, c.id) > ($3, $4)
             ORDER BY c.created_at, c.id LIMIT $5",
            viewer,
            id,
            edge,
            limit
        )?;
        return Ok((rows, false));
    }
    let rows = rows!(
        pool,
        parent,
        "c.parent_id = $2 AND (c.created_at, c.id) < ($3, $4)
         ORDER BY c.created_at DESC, c.id DESC LIMIT $5",
        viewer,
        id,
        edge,
        limit
    )?;
    let follows = follows!(
        pool,
        "c.parent_id = $2 AND (c.created_at, c.id) >= ($3, $4)
             ORDER BY c.created_at, c.id",
        viewer,
        id,
        edge
    )?;
    Ok((rows, follows))
}

pub(super) async fn by_user(
    pool: &Pool,
    user: UserId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    let id = user.as_str();
    let limit = page.limit.and_one();
    let edge = Edge::newest_first(page);
    if !page.is_backward() {
        let rows = rows!(
            pool,
            author,
            "c.author_id = $2 AND c.hidden_at IS NULL AND NOT EXISTS (
                 SELECT FROM posts w
                 WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL OFFSET 0)
             AND (c.created_at, c.id) < ($3, $4)
             ORDER BY c.created_at DESC, c.id DESC LIMIT $5",
            viewer,
            id,
            edge,
            limit
        )?;
        return Ok((rows, false));
    }
    let rows = rows!(
        pool,
        author,
        "c.author_id = $2 AND c.hidden_at IS NULL AND NOT EXISTS (
                 SELECT FROM posts w
                 WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL OFFSET 0)
             AND (c.created_at, c.id) > ($3, $4)
         ORDER BY c.created_at, c.id LIMIT $5",
        viewer,
        id,
        edge,
        limit
    )?;
    let follows = follows!(
        pool,
        "c.author_id = $2 AND c.hidden_at IS NULL AND NOT EXISTS (
                 SELECT FROM posts w
                 WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL OFFSET 0)
             AND (c.created_at, c.id) <= ($3, $4)
             ORDER BY c.created_at DESC, c.id DESC",
        viewer,
        id,
        edge
    )?;
    Ok((rows, follows))
}
