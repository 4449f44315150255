//! The devices of a user.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::SessionView;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, snapshot_row};

/// A session as its user sees it.
pub(super) struct SessionRow {
    epoch: String,
    position: i64,
    follows: bool,
    id: Option<String>,
    user_agent: Option<String>,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
}

snapshot_row!(SessionRow);

impl SessionRow {
    pub(super) fn view(self) -> Result<SessionView, Inconsistency> {
        Ok(SessionView {
            id: SessionId::from_storage(&self.id.unwrap_or_default())?,
            user_agent: self.user_agent,
            created_at: Timestamp::from_micros(self.created_at),
            last_used_at: Timestamp::from_micros(self.last_used_at),
            expires_at: Timestamp::from_micros(self.expires_at),
        })
    }
}

macro_rules! sessions {
    ($pool:expr, $follows:literal, $page:literal, $order:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            SessionRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $follows
                + r#" AS "follows!: bool", s.id AS "id?: String",
                s.user_agent AS "user_agent?: String",
                coalesce(s.created_at, 0) AS "created_at!: i64",
                coalesce(s.last_used_at, 0) AS "last_used_at!: i64",
                coalesce(s.expires_at, 0) AS "expires_at!: i64"
            FROM event_head h LEFT JOIN ("#
                + $page
                + ") page ON TRUE LEFT JOIN sessions s ON s.rowid = page.place ORDER BY "
                + $order,
            $($argument),+
        )
        .fetch_all($pool)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}

/// The sessions of a live user that have not expired, newest first.
pub(super) async fn of_user(
    pool: &SqlitePool,
    user: UserId,
    page: &PageRequest<TimeKey>,
    now: Timestamp,
) -> Result<Snapshot<SessionRow>, StorageError> {
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    let (user, now) = (user.as_str(), now.as_micros());
    if page.is_backward() {
        sessions!(
            pool,
            "EXISTS (SELECT 1 FROM sessions
                WHERE user_id = ?4 AND expires_at > ?5 AND (created_at, id) <= (?1, ?2))",
            "SELECT s.rowid AS place FROM users u JOIN sessions s ON s.user_id = u.id
            WHERE u.id = ?4 AND u.deleted_at IS NULL AND s.expires_at > ?5
                AND (s.created_at, s.id) > (?1, ?2)
            ORDER BY s.created_at, s.id LIMIT ?3",
            "s.created_at, s.id",
            at,
            id,
            limit,
            user,
            now
        )
    } else {
        sessions!(
            pool,
            "FALSE",
            "SELECT s.rowid AS place FROM users u JOIN sessions s ON s.user_id = u.id
            WHERE u.id = ?4 AND u.deleted_at IS NULL AND s.expires_at > ?5
                AND (s.created_at, s.id) < (?1, ?2)
            ORDER BY s.created_at DESC, s.id DESC LIMIT ?3",
            "s.created_at DESC, s.id DESC",
            at,
            id,
            limit,
            user,
            now
        )
    }
}
