//! Public profiles.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{UserSummary, UserView};
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{count, version};
use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, snapshot_row};

/// What everybody may see of a live user.
pub(super) struct ProfileRow {
    pub(super) epoch: String,
    pub(super) position: i64,
    pub(super) follows: bool,
    pub(super) id: Option<String>,
    pub(super) handle: String,
    pub(super) display_name: String,
    pub(super) bio: String,
    pub(super) avatar_url: Option<String>,
    pub(super) created_at: i64,
    pub(super) version: i64,
    pub(super) follower_count: i64,
    pub(super) following_count: i64,
    pub(super) post_count: i64,
}

snapshot_row!(ProfileRow);

impl ProfileRow {
    pub(super) fn view(self) -> Result<UserView, Inconsistency> {
        Ok(UserView {
            summary: UserSummary {
                id: UserId::from_storage(&self.id.unwrap_or_default())?,
                handle: self.handle,
                display_name: self.display_name,
                avatar_url: self.avatar_url,
            },
            bio: self.bio,
            created_at: Timestamp::from_micros(self.created_at),
            follower_count: count("users.follower_count", self.follower_count)?,
            following_count: count("users.following_count", self.following_count)?,
            post_count: count("users.post_count", self.post_count)?,
            version: version("users.version", self.version)?,
        })
    }
}

/// Reads the users whose rows `$page` names as `place`, newest first or last as `$order` says.
macro_rules! profiles {
    ($pool:expr, $follows:literal, $page:literal, $order:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            ProfileRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $follows
                + r#" AS "follows!: bool", u.id AS "id?: String",
                coalesce(u.handle, '') AS "handle!: String",
                coalesce(u.display_name, '') AS "display_name!: String",
                coalesce(u.bio, '') AS "bio!: String", u.avatar_url AS "avatar_url?: String",
                coalesce(u.created_at, 0) AS "created_at!: i64",
                coalesce(u.version, 0) AS "version!: i64",
                coalesce(u.follower_count, 0) AS "follower_count!: i64",
                coalesce(u.following_count, 0) AS "following_count!: i64",
                coalesce(u.post_count, 0) AS "post_count!: i64"
            FROM event_head h LEFT JOIN ("#
                + $page
                + ") page ON TRUE LEFT JOIN users u ON u.rowid = page.place ORDER BY "
                + $order,
            $($argument),+
        )
        .fetch_all($pool)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}

pub(super) use profiles;

pub(super) async fn by_id(
    pool: &SqlitePool,
    id: UserId,
    viewer: Option<UserId>,
) -> Result<Snapshot<ProfileRow>, StorageError> {
    let (who, id) = (viewer.as_ref().map(UserId::as_str), id.as_str());
    profiles!(
        pool,
        "FALSE",
        "SELECT k.rowid AS place FROM users k
            WHERE k.id = ?2 AND k.deleted_at IS NULL
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.id))",
        "page.place",
        who,
        id
    )
}

pub(super) async fn by_handle(
    pool: &SqlitePool,
    handle: &Handle,
    viewer: Option<UserId>,
) -> Result<Snapshot<ProfileRow>, StorageError> {
    let (who, handle) = (viewer.as_ref().map(UserId::as_str), handle.as_str());
    profiles!(
        pool,
        "FALSE",
        "SELECT k.rowid AS place FROM users k
            WHERE k.handle = ?2 AND k.deleted_at IS NULL
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.id))",
        "page.place",
        who,
        handle
    )
}

pub(super) async fn newest(
    pool: &SqlitePool,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<ProfileRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    if page.is_backward() {
        profiles!(
            pool,
            "EXISTS (SELECT 1 FROM users k
                WHERE k.deleted_at IS NULL AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.id)))",
            "SELECT k.rowid AS place FROM users k
            WHERE k.deleted_at IS NULL AND (k.created_at, k.id) > (?2, ?3)
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.id))
            ORDER BY k.created_at, k.id LIMIT ?4",
            "u.created_at, u.id",
            who,
            at,
            id,
            limit
        )
    } else {
        profiles!(
            pool,
            "FALSE",
            "SELECT k.rowid AS place FROM users k
            WHERE k.deleted_at IS NULL AND (k.created_at, k.id) < (?2, ?3)
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.id))
            ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "u.created_at DESC, u.id DESC",
            who,
            at,
            id,
            limit
        )
    }
}
