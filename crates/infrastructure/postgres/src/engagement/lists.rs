//! Lists of users: one query text for each list and direction, so that each walks its own index.

use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::paging::{PageRequest, TimeKey};

use super::rows::ReactingRow;
use crate::connection::Pool;
use crate::paging::Edge;

/// Which list.
#[derive(Clone, Copy)]
pub(super) enum List {
    Likes,
    Reposts,
}

/// The rows of a page, and whether one stands at its edge or behind it.
pub(super) struct Fetched {
    pub(super) rows: Vec<ReactingRow>,
    pub(super) follows: bool,
}

/// The head of the log, whether the post `$1` is there for the viewer `$2`, and users of the
/// post's list, from one snapshot. Who has gone, and whom a block hides from the viewer, is left
/// out before the limit.
macro_rules! reacting_rows {
    ($table:literal, $edge:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            ReactingRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!",
                   o.id IS NOT NULL AS "post_is_there!", f.id AS "id?", f.handle AS "handle?",
                   f.display_name AS "display_name?", f.avatar_url AS "avatar_url?",
                   f.since AS "since?"
               FROM event_head h
               LEFT JOIN posts o ON o.id = $1
                   AND (o.hidden_at IS NULL OR o.author_id = $2
                       OR EXISTS (SELECT FROM moderators m WHERE m.id = $2))
                   AND NOT EXISTS (
                       SELECT FROM blocks WHERE blocker_id = $2 AND blocked_id = o.author_id)
                   AND NOT EXISTS (
                       SELECT FROM blocks WHERE blocker_id = o.author_id AND blocked_id = $2)
               LEFT JOIN (
                   SELECT l.user_id AS id, l.created_at AS since, a.handle, a.display_name,
                       a.avatar_url
                   FROM "#
                + $table
                + " l CROSS JOIN LATERAL (
                       SELECT u.handle, u.display_name, u.avatar_url
                       FROM users u WHERE u.id = l.user_id AND u.deleted_at IS NULL OFFSET 0
                   ) a
                   WHERE l.post_id = $1 AND l.user_id NOT IN (
                       SELECT blocked_id FROM blocks WHERE blocker_id = $2
                       UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $2)
                   AND "
                + $edge
                + ") f ON o.id IS NOT NULL",
            $($argument),*
        )
    };
}

macro_rules! page_of {
    ($pool:expr, $post:expr, $viewer:expr, $page:expr, $table:literal) => {{
        let edge = Edge::newest_first($page);
        let (post, limit) = ($post.as_str(), $page.limit.and_one());
        let viewer = $viewer.as_ref().map(UserId::as_str);
        let rows = if $page.is_backward() {
            reacting_rows!(
                $table,
                "(l.created_at, l.user_id) > ($3, $4)
                 ORDER BY l.created_at, l.user_id LIMIT $5",
                post,
                viewer,
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all($pool)
            .await?
        } else {
            reacting_rows!(
                $table,
                "(l.created_at, l.user_id) < ($3, $4)
                 ORDER BY l.created_at DESC, l.user_id DESC LIMIT $5",
                post,
                viewer,
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all($pool)
            .await?
        };
        let follows = $page.is_backward()
            && sqlx::query_scalar!(
                "SELECT (SELECT l.user_id FROM "
                    + $table
                    + r#" l JOIN users u ON u.id = l.user_id AND u.deleted_at IS NULL
                       WHERE l.post_id = $1 AND l.user_id NOT IN (
                           SELECT blocked_id FROM blocks WHERE blocker_id = $2
                           UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $2)
                       AND (l.created_at, l.user_id) <= ($3, $4)
                       ORDER BY l.created_at DESC, l.user_id DESC LIMIT 1) IS NOT NULL
                       AS "follows!""#,
                post,
                viewer,
                edge.at,
                &edge.id,
            )
            .fetch_one($pool)
            .await?;
        Fetched { rows, follows }
    }};
}

/// Fetches a page of a list as the viewer may see it.
pub(super) async fn fetch(
    pool: &Pool,
    list: List,
    post: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    Ok(match list {
        List::Likes => page_of!(pool, post, viewer, page, "post_likes"),
        List::Reposts => page_of!(pool, post, viewer, page, "reposts"),
    })
}
