//! Reads of sessions.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::SessionView;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::convert::{at, moment, present};
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble, positioned};

struct SessionRow {
    position: i64,
    epoch: String,
    id: Option<String>,
    user_agent: Option<String>,
    created_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
}

impl SessionRow {
    fn view(self) -> Result<Option<SessionView>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        Ok(Some(SessionView {
            id: SessionId::from_storage(&id)?,
            user_agent: self.user_agent,
            created_at: moment(present(self.created_at, "sessions.created_at")?),
            last_used_at: moment(present(self.last_used_at, "sessions.last_used_at")?),
            expires_at: moment(present(self.expires_at, "sessions.expires_at")?),
        }))
    }
}

macro_rules! session_rows {
    ($edge:tt, $($argument:expr),*) => {
        sqlx::query_as!(
            SessionRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", f.id AS "id?",
                   f.user_agent AS "user_agent?", f.created_at AS "created_at?",
                   f.last_used_at AS "last_used_at?", f.expires_at AS "expires_at?"
               FROM event_head h LEFT JOIN (
                   SELECT s.id, s.user_agent, s.created_at, s.last_used_at, s.expires_at
                   FROM sessions s WHERE s.user_id = $1 AND s.expires_at > $2 AND "# + $edge
                + " LIMIT $5) f ON true",
            $($argument),*
        )
    };
}

pub(super) async fn page(
    pool: &Pool,
    user: UserId,
    page: &PageRequest<TimeKey>,
    now: Timestamp,
) -> Result<Positioned<Page<SessionView, TimeKey>>, StorageError> {
    let (user, now) = (user.as_str(), at(now));
    let edge = Edge::newest_first(page);
    let limit = page.limit.and_one();
    let mut follows = false;
    let rows = if page.is_backward() {
        follows = sqlx::query_scalar!(
            r#"SELECT (SELECT id FROM sessions WHERE user_id = $1 AND expires_at > $2
                   AND (created_at, id) <= ($3, $4)
                   ORDER BY created_at DESC, id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
            user,
            now,
            edge.at,
            &edge.id,
        )
        .fetch_one(pool)
        .await
        .map_err(storage_error)?;
        session_rows!(
            "(s.created_at, s.id) > ($3, $4) ORDER BY s.created_at, s.id",
            user,
            now,
            edge.at,
            &edge.id,
            limit
        )
        .fetch_all(pool)
        .await
    } else {
        session_rows!(
            "(s.created_at, s.id) < ($3, $4) ORDER BY s.created_at DESC, s.id DESC",
            user,
            now,
            edge.at,
            &edge.id,
            limit
        )
        .fetch_all(pool)
        .await
    }
    .map_err(storage_error)?;
    let (position, epoch) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone()))
        .unwrap_or_default();
    let mut sessions = Vec::with_capacity(rows.len());
    for row in rows {
        sessions.extend(row.view()?);
    }
    let page = assemble(sessions, page, Order::Descending, follows, |session| {
        TimeKey {
            at: session.created_at,
            id: session.id.raw(),
        }
    });
    Ok(positioned(position, &epoch, page)?)
}
