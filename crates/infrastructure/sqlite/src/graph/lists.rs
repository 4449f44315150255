//! Lists of users: one query text for each list and direction.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::graph::RelatedUser;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, snapshot_row};

/// A user of a list.
pub(super) struct RelatedRow {
    epoch: String,
    position: i64,
    follows: bool,
    /// Whose list it is, when he is there for the viewer.
    owner: Option<String>,
    id: Option<String>,
    handle: String,
    display_name: String,
    avatar_url: Option<String>,
    since: i64,
}

snapshot_row!(RelatedRow, owner);

impl RelatedRow {
    pub(super) fn view(self) -> Result<RelatedUser, Inconsistency> {
        Ok(RelatedUser {
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
    Followers,
    Following,
    Blocks,
    Mutes,
}

/// One page. `$list` selects `other_id` and `since` of the owner `?4`, and leaves out by itself,
/// so before the limit, whom a block hides from the viewer `?5`.
macro_rules! page_of {
    ($pool:expr, $user:expr, $viewer:expr, $page:expr, $list:literal) => {{
        let (at, id) = edge_of_newest($page);
        let (limit, user) = ($page.limit.and_one(), $user.as_str());
        let viewer = $viewer.as_ref().map(UserId::as_str);
        if $page.is_backward() {
            page_of!(
                @read $pool,
                [
                    "EXISTS (SELECT 1 FROM (", $list, ") e WHERE (e.since, e.other_id) <= (?1, ?2))"
                ],
                [
                    "SELECT l.other_id, l.since FROM (", $list,
                    ") l WHERE (l.since, l.other_id) > (?1, ?2)
                    ORDER BY l.since, l.other_id LIMIT ?3"
                ],
                "r.since, r.other_id",
                at, id, limit, user, viewer
            )
        } else {
            page_of!(
                @read $pool,
                ["FALSE"],
                [
                    "SELECT l.other_id, l.since FROM (", $list,
                    ") l WHERE (l.since, l.other_id) < (?1, ?2)
                    ORDER BY l.since DESC, l.other_id DESC LIMIT ?3"
                ],
                "r.since DESC, r.other_id DESC",
                at, id, limit, user, viewer
            )
        }
    }};
    (
        @read $pool:expr, [$($follows:literal),+], [$($piece:literal),+], $order:literal,
        $($argument:expr),+
    ) => {
        sqlx::query_as!(
            RelatedRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                $(+ $follows)+
                + r#" AS "follows!: bool", o.id AS "owner?: String", u.id AS "id?: String",
                coalesce(u.handle, '') AS "handle!: String",
                coalesce(u.display_name, '') AS "display_name!: String",
                u.avatar_url AS "avatar_url?: String", coalesce(r.since, 0) AS "since!: i64"
            FROM event_head h
            LEFT JOIN users o ON o.id = ?4 AND o.deleted_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM blocks
                    WHERE (blocker_id, blocked_id) IN (VALUES (?4, ?5), (?5, ?4)))
            LEFT JOIN ("#
                $(+ $piece)+
                + ") r ON o.id IS NOT NULL LEFT JOIN users u ON u.id = r.other_id ORDER BY "
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
    user: UserId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<RelatedRow>, StorageError> {
    match list {
        List::Followers => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT follower_id AS other_id, created_at AS since FROM follows
            WHERE followed_id = ?4 AND follower_id NOT IN (
                SELECT blocked_id FROM blocks WHERE blocker_id = ?5
                UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ?5)"
        ),
        List::Following => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT followed_id AS other_id, created_at AS since FROM follows
            WHERE follower_id = ?4 AND followed_id NOT IN (
                SELECT blocked_id FROM blocks WHERE blocker_id = ?5
                UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = ?5)"
        ),
        List::Blocks => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT blocked_id AS other_id, created_at AS since FROM blocks
            WHERE blocker_id = ?4 AND ?5 IS NULL"
        ),
        List::Mutes => page_of!(
            pool,
            user,
            viewer,
            page,
            "SELECT muted_id AS other_id, created_at AS since FROM mutes
            WHERE muter_id = ?4 AND ?5 IS NULL"
        ),
    }
}
