//! The ledger of ended sessions and changed standings.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{SessionLedger, StandingNote};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;
use crate::unit_of_work::PostgresUnitOfWork;

fn standing(role: &str, suspended: bool) -> Result<Standing, Inconsistency> {
    Ok(Standing {
        role: Role::from_storage(role)?,
        suspended,
    })
}

impl PostgresUnitOfWork {
    /// Notes that what a user may do has changed; what it is now is read from his row.
    pub(super) async fn note_standing(
        &mut self,
        id: UserId,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO standing_notes AS known (user_id, noted_at) VALUES ($1, $2)
             ON CONFLICT (user_id) DO UPDATE
             SET noted_at = greatest(known.noted_at, excluded.noted_at)",
            id.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

#[async_trait]
impl SessionLedger for PostgresStorage {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        let rows = sqlx::query!(
            "SELECT session_id, ended_at FROM ended_sessions WHERE ended_at >= $1
             ORDER BY ended_at, session_id",
            at(since),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let ended = rows.into_iter().map(|row| {
            let id = SessionId::from_storage(&row.session_id)?;
            Ok((id, moment(row.ended_at)))
        });
        ended.collect()
    }

    async fn noted_since(&self, since: Timestamp) -> Result<Vec<StandingNote>, StorageError> {
        // LIMIT holds the planner to one look by id for each of the few notes.
        let rows = sqlx::query!(
            r#"SELECT n.user_id, n.noted_at, u.role AS "role?",
                   u.suspended_at IS NOT NULL AS "suspended!"
               FROM standing_notes n LEFT JOIN LATERAL (
                   SELECT role, suspended_at FROM users
                   WHERE id = n.user_id AND deleted_at IS NULL LIMIT 1) u ON true
               WHERE n.noted_at >= $1 ORDER BY n.noted_at, n.user_id"#,
            at(since),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let notes = rows.into_iter().map(|row| {
            let role = row.role.as_deref();
            Ok(StandingNote {
                user_id: UserId::from_storage(&row.user_id)?,
                standing: role.map(|role| standing(role, row.suspended)).transpose()?,
                at: moment(row.noted_at),
            })
        });
        notes.collect()
    }

    async fn standing(
        &self,
        user: UserId,
        session: Option<SessionId>,
    ) -> Result<Option<Standing>, StorageError> {
        let row = sqlx::query!(
            r#"SELECT u.role, u.suspended_at IS NOT NULL AS "suspended!"
               FROM users u
               WHERE u.id = $1 AND u.deleted_at IS NULL AND ($2::text IS NULL
                   OR EXISTS (SELECT FROM sessions s WHERE s.id = $2 AND s.user_id = u.id))"#,
            user.as_str(),
            session.as_ref().map(SessionId::as_str),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(storage_error)?;
        Ok(row
            .map(|row| standing(&row.role, row.suspended))
            .transpose()?)
    }
}
