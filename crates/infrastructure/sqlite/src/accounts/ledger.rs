//! The ledger of ended sessions and changed standings.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{SessionLedger, StandingNote};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

fn standing(role: &str, suspended: bool) -> Result<Standing, Inconsistency> {
    Ok(Standing {
        role: Role::from_storage(role)?,
        suspended,
    })
}

/// Notes that what a user may do has changed; what it is now is read from his row.
pub(super) async fn note_standing(
    connection: &mut SqliteConnection,
    id: UserId,
    now: Timestamp,
) -> Result<(), StorageError> {
    let (id, now) = (id.as_str(), now.as_micros());
    sqlx::query!(
        "INSERT INTO standing_notes (user_id, noted_at) VALUES (?, ?)
        ON CONFLICT (user_id) DO UPDATE SET noted_at = max(noted_at, excluded.noted_at)",
        id,
        now
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

#[async_trait]
impl SessionLedger for SqliteStorage {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        let since = since.as_micros();
        let rows = sqlx::query!(
            r#"SELECT session_id AS "session_id!", ended_at AS "ended_at!"
            FROM ended_sessions WHERE ended_at >= ? ORDER BY ended_at"#,
            since
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        rows.into_iter()
            .map(|row| {
                let id = SessionId::from_storage(&row.session_id)?;
                Ok((id, Timestamp::from_micros(row.ended_at)))
            })
            .collect()
    }

    async fn noted_since(&self, since: Timestamp) -> Result<Vec<StandingNote>, StorageError> {
        let since = since.as_micros();
        let rows = sqlx::query!(
            r#"SELECT n.user_id AS "user_id!: String", n.noted_at AS "noted_at!: i64",
                u.role AS "role?: String", u.suspended_at IS NOT NULL AS "suspended!: bool"
            FROM standing_notes n LEFT JOIN users u ON u.id = n.user_id AND u.deleted_at IS NULL
            WHERE n.noted_at >= ? ORDER BY n.noted_at"#,
            since
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        rows.into_iter()
            .map(|row| {
                let role = row.role.as_deref();
                Ok(StandingNote {
                    user_id: UserId::from_storage(&row.user_id)?,
                    standing: role.map(|role| standing(role, row.suspended)).transpose()?,
                    at: Timestamp::from_micros(row.noted_at),
                })
            })
            .collect()
    }

    async fn standing(
        &self,
        user: UserId,
        session: Option<SessionId>,
    ) -> Result<Option<Standing>, StorageError> {
        let user = user.as_str();
        let session = session.map(|id| id.as_str().to_owned());
        let row = sqlx::query!(
            r#"SELECT u.role AS "role!: String", u.suspended_at IS NOT NULL AS "suspended!: bool"
            FROM users u
            WHERE u.id = ?1 AND u.deleted_at IS NULL AND (?2 IS NULL
                OR EXISTS (SELECT 1 FROM sessions s WHERE s.id = ?2 AND s.user_id = u.id))"#,
            user,
            session
        )
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?;
        Ok(row
            .map(|row| standing(&row.role, row.suspended))
            .transpose()?)
    }
}
