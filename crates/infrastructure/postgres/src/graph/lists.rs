//! Lists of users: one query text for each list and direction, so that each walks its own index.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::paging::{PageRequest, TimeKey};

use super::rows::{RelatedRow, related_rows};
use crate::connection::Pool;
use crate::paging::Edge;

/// Which list.
#[derive(Clone, Copy)]
pub(super) enum List {
    Followers,
    Following,
    Blocks,
    Mutes,
}

/// The rows of a page, and whether one stands at its edge or behind it.
pub(super) struct Fetched {
    pub(super) rows: Vec<RelatedRow>,
    pub(super) follows: bool,
}

/// One page. `$list` selects `other_id` and `since`, and leaves out by itself, so before the
/// limit, whom a block hides from the viewer `$2`.
macro_rules! page_of {
    ($pool:expr, $user:expr, $viewer:expr, $page:expr, $list:literal) => {{
        let edge = Edge::newest_first($page);
        let (user, limit) = ($user.as_str(), $page.limit.and_one());
        let viewer = $viewer.as_ref().map(UserId::as_str);
        let rows = if $page.is_backward() {
            related_rows!(
                [
                    "SELECT l.other_id, l.since FROM (",
                    $list,
                    ") l WHERE (l.since, l.other_id) > ($3, $4)
                     ORDER BY l.since, l.other_id LIMIT $5"
                ],
                user,
                viewer,
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all($pool)
            .await?
        } else {
            related_rows!(
                [
                    "SELECT l.other_id, l.since FROM (",
                    $list,
                    ") l WHERE (l.since, l.other_id) < ($3, $4)
                     ORDER BY l.since DESC, l.other_id DESC LIMIT $5"
                ],
                user,
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
                r#"SELECT (SELECT l.other_id FROM ("#
                    + $list
                    + r#") l WHERE (l.since, l.other_id) <= ($3, $4)
                       ORDER BY l.since DESC, l.other_id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
                user,
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
    user: UserId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Fetched, sqlx::Error> {
    Ok(match list {
        List::Followers => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT follower_id AS other_id, created_at AS since FROM follows
             WHERE followed_id = $1 AND follower_id NOT IN (
                 SELECT blocked_id FROM blocks WHERE blocker_id = $2
                 UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $2)"
        ),
        List::Following => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT followed_id AS other_id, created_at AS since FROM follows
             WHERE follower_id = $1 AND followed_id NOT IN (
                 SELECT blocked_id FROM blocks WHERE blocker_id = $2
                 UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $2)"
        ),
        List::Blocks => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT blocked_id AS other_id, created_at AS since FROM blocks
             WHERE blocker_id = $1 AND $2::text IS NULL"
        ),
        List::Mutes => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT muted_id AS other_id, created_at AS since FROM mutes
             WHERE muter_id = $1 AND $2::text IS NULL"
        ),
    })
}
