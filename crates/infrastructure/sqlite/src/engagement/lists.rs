//! Lists of users: one query text for each list and direction.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::engagement::ReactingUser;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, snapshot_row};

/// A user of a list.
pub(super) struct ReactingRow {
    epoch: String,
    position: i64,
    follows: bool,
    /// The post, when it is there for the viewer.
    owner: Option<String>,
    id: Option<String>,
    handle: String,
    display_name: String,
    avatar_url: Option<String>,
    since: i64,
}

snapshot_row!(ReactingRow, owner);

impl ReactingRow {
    pub(super) fn view(self) -> Result<ReactingUser, Inconsistency> {
        Ok(ReactingUser {
            user: UserSummary {
                id: UserId::from_storage(&self.id.unwrap_or_default())?,
                handle: self.handle,
                display_name: self.display_name,
                avatar_url: self.avatar_url,
            },
            since: Timestamp::from_micros(self.since),
        })
    }
}

/// Which list.
#[derive(Clone, Copy)]
pub(super) enum List {
    Likes,
    Reposts,
}

/// One page of a table. Who has gone, and whom a block hides from the viewer `?5`, is left out
/// before the limit.
macro_rules! page_of {
    ($pool:expr, $post:expr, $viewer:expr, $page:expr, $table:literal) => {{
        let (at, id) = edge_of_newest($page);
        let (limit, post) = ($page.limit.and_one(), $post.as_str());
        let viewer = $viewer.as_ref().map(UserId::as_str);
        if $page.is_backward() {
            page_of!(
                @read $pool, $table, "(created_at, user_id) > (?1, ?2)
                    ORDER BY created_at, user_id LIMIT ?3",
                ["EXISTS (SELECT 1 FROM ", $table, " e WHERE e.post_id = ?4
                    AND (e.created_at, e.user_id) <= (?1, ?2) AND NOT EXISTS (
                        SELECT 1 FROM users g WHERE g.id = e.user_id AND g.deleted_at IS NOT NULL)
                    AND e.user_id NOT IN (SELECT blocked_id FROM blocks WHERE blocker_id = ?5
                        UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ?5))"],
                "r.created_at, r.user_id",
                at, id, limit, post, viewer
            )
        } else {
            page_of!(
                @read $pool, $table, "(created_at, user_id) < (?1, ?2)
                    ORDER BY created_at DESC, user_id DESC LIMIT ?3",
                ["FALSE"],
                "r.created_at DESC, r.user_id DESC",
                at, id, limit, post, viewer
            )
        }
    }};
    (
        @read $pool:expr, $table:literal, $edge:literal, [$($follows:literal),+], $order:literal,
        $($argument:expr),+
    ) => {
        sqlx::query_as!(
            ReactingRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                $(+ $follows)+
                + r#" AS "follows!: bool", o.id AS "owner?: String", u.id AS "id?: String",
                coalesce(u.handle, '') AS "handle!: String",
                coalesce(u.display_name, '') AS "display_name!: String",
                u.avatar_url AS "avatar_url?: String", coalesce(r.created_at, 0) AS "since!: i64"
            FROM event_head h
            LEFT JOIN posts o ON o.id = ?4 AND (o.hidden_at IS NULL OR o.author_id = ?5
                OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?5)) AND NOT EXISTS (SELECT 1 FROM blocks
                WHERE (blocker_id, blocked_id) IN (VALUES (o.author_id, ?5), (?5, o.author_id)))
            LEFT JOIN (SELECT user_id, created_at FROM "#
                + $table
                + " WHERE post_id = ?4 AND NOT EXISTS (
                    SELECT 1 FROM users g WHERE g.id = user_id AND g.deleted_at IS NOT NULL)
                AND user_id NOT IN (SELECT blocked_id FROM blocks WHERE blocker_id = ?5
                    UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ?5)
                AND "
                + $edge
                + ") r ON o.id IS NOT NULL LEFT JOIN users u ON u.id = r.user_id ORDER BY "
                + $order,
            $($argument),+
        )
        .fetch_all($pool)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}

/// Fetches a page of a list as the viewer may see it.
pub(super) async fn fetch(
    pool: &SqlitePool,
    list: List,
    post: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<ReactingRow>, StorageError> {
    match list {
        List::Likes => page_of!(pool, post, viewer, page, "post_likes"),
        List::Reposts => page_of!(pool, post, viewer, page, "reposts"),
    }
}
